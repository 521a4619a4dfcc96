import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request to one server, wherever its name leads others. */
export interface Call {
  /** Address and port that are connected to. */
  readonly to: { readonly address: string; readonly port: number };
  /** Address that it comes from. @default what the machine takes */
  readonly from?: string;
  /** Host name; for TLS it must be a name of the certificate. */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** @default 'GET' */
  readonly method?: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, fields as a form does. @default nothing */
  readonly body?: object | URLSearchParams;
  /** Certificate of who must have signed the server's, PEM. @default spoken without TLS */
  readonly ca?: string;
}

/** Milliseconds after which nobody answers any more. */
const PATIENCE = 10_000;

/** Sends one request over a connection of its own; answers of every status resolve. @throws Error when nothing comes back */
export function call({ to, from, host, path, method = 'GET', headers = {}, body, ca }: Call): Promise<Reply> {
  const sent = body === undefined ? undefined : encoded(body);
  const options = {
    ...{ host: to.address, port: to.port, path, method, agent: false, timeout: PATIENCE },
    ...(from !== undefined && { localAddress: from }),
    headers: {
      host,
      ...(sent && { 'content-type': sent.type, 'content-length': String(Buffer.byteLength(sent.text)) }),
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing =
      ca === undefined ? httpRequest(options) : httpsRequest({ ...options, ca, servername: host });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    outgoing.on('error', (error) =>
      reject(new Error(`${method} ${host}${path} at ${to.address}:${to.port}: ${error.message}`)),
    );
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    outgoing.end(sent?.text);
  });
}

function encoded(body: object | URLSearchParams): { readonly type: string; readonly text: string } {
  return body instanceof URLSearchParams
    ? { type: 'application/x-www-form-urlencoded', text: body.toString() }
    : { type: 'application/json', text: JSON.stringify(body) };
}
