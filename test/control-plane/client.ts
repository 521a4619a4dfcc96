import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import { list, text } from '../../checks/readers/read';

/** What the API server answered. */
export interface ApiAnswer {
  /** HTTP status; 2xx means admitted. */
  readonly status: number;
  /** Texts of the `Warning` headers: Pod Security, deprecated versions, fields that are ignored. */
  readonly warnings: readonly string[];
  /** The object, the list, or the Status that says why not. */
  readonly body: unknown;
}

/** A request to the API server. */
export interface ApiRequest {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path and query: `/api/v1/namespaces?limit=1`. */
  readonly path: string;
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default no body */
  readonly body?: string;
}

/** Speaks to one API server as one user. */
export interface ApiClient {
  /** Answers of every status resolve; only a broken connection rejects. */
  send(request: ApiRequest): Promise<ApiAnswer>;
  /**
   * Tells of every change below a collection until the server ends that, which it does within the hour.
   *
   * @param path the collection, without a query
   * @param onEvent gets each event, parsed: what is there already comes first, as `ADDED`
   * @param onEnd called once when it is over, unless the client was closed
   * @returns when the server has begun. @throws Error when it refuses
   */
  watch(path: string, onEvent: (event: unknown) => void, onEnd: () => void): Promise<void>;
  close(): void;
}

/** A client for the cluster and the user of a kubeconfig with one of each, as `startControlPlane` writes it. */
export function connect(kubeconfig: string): ApiClient {
  const config: unknown = parse(readFileSync(kubeconfig, 'utf8'));
  const cluster = list(config, 'clusters')[0];
  const url = text(cluster, 'cluster.server') ?? '';
  const token = text(list(config, 'users')[0], 'user.token') ?? '';
  const ca = Buffer.from(text(cluster, 'cluster.certificate-authority-data') ?? '', 'base64');
  // Where it is reached at another address than its certificate names.
  const servername = text(cluster, 'cluster.tls-server-name');
  const agent = new Agent({ ca, keepAlive: true, ...(servername !== undefined && { servername }) });
  let open = true;
  return {
    send: (wanted) => send(url, agent, token, wanted),
    watch: (path, onEvent, onEnd) =>
      watch(`${url}${path}?watch=true`, agent, token, onEvent, () => {
        if (open) onEnd();
      }),
    close: () => {
      open = false;
      agent.destroy();
    },
  };
}

function watch(
  url: string,
  agent: Agent,
  token: string,
  onEvent: (event: unknown) => void,
  onEnd: () => void,
): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        reject(new Error(`${url}: must answer 200, got ${response.statusCode}`));
        return;
      }
      resolve();
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onEvent(JSON.parse(line));
      });
      response.on('error', () => undefined).on('close', onEnd);
    });
    sent.on('error', reject);
    sent.end();
  });
}

function send(url: string, agent: Agent, token: string, wanted: ApiRequest): Promise<ApiAnswer> {
  const { method = 'GET', path, contentType = 'application/json', body } = wanted;
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': contentType,
    // Node frames the body of a DELETE in no other way, and its rest would begin the next request.
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          warnings: (response.headersDistinct['warning'] ?? []).map(warningText),
          body: bodyOf(Buffer.concat(chunks).toString('utf8'), response.headers['content-type']),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The header is `299 - "text"`, quotes and backslashes in the text escaped (RFC 9110 quoted-string). */
function warningText(header: string): string {
  const quoted = header.match(/^\d{3} \S+ "(.*)"$/)?.[1];
  return quoted === undefined ? header : quoted.replace(/\\(.)/g, '$1');
}

function bodyOf(body: string, type = ''): unknown {
  return type.startsWith('application/json') ? JSON.parse(body) : body;
}
