import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { isObject } from '../../values/object';
import type { KubernetesObjects } from './restart';

/** How long the API server may take for one answer, in milliseconds. */
const ANSWER_TIMEOUT = 15_000;

/** Metadata alone: the contents of Secrets never come here. */
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** Where the API server is, and the folder with the pod's credential: `token` and `ca.crt`. */
export interface Server {
  readonly host: string;
  readonly port: string;
  readonly folder: string;
}

/** The objects of an API server, as the pod's own ServiceAccount sees them. */
export function objectsOf(server: Server): KubernetesObjects {
  return {
    async metadata(path) {
      const { status, text } = await send(server, 'GET', path, { accept: METADATA });
      if (status === 404) return undefined;
      const body: unknown = parsed(status, path, text);
      return isObject(body) ? body['metadata'] : undefined;
    },
    async merge(path, fields) {
      const headers = { accept: METADATA, 'content-type': 'application/merge-patch+json' };
      const { status, text } = await send(
        server,
        'PATCH',
        `${path}?fieldManager=secret-restarts`,
        headers,
        JSON.stringify(fields),
      );
      parsed(status, path, text);
    },
  };
}

/** @throws Error with the server's own words when it refused */
function parsed(status: number, path: string, text: string): unknown {
  if (status >= 200 && status < 300) return JSON.parse(text);
  throw new Error(`the API server must allow ${path}, got ${status} ${text.slice(0, 300)}`);
}

function send(
  { host, port, folder }: Server,
  method: 'GET' | 'PATCH',
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const authorization = `Bearer ${readFileSync(join(folder, 'token'), 'utf8').trim()}`;
  const ca = readFileSync(join(folder, 'ca.crt'));
  return new Promise((resolve, reject) => {
    const options = { host, port, path, method, ca, timeout: ANSWER_TIMEOUT };
    const sent = request({ ...options, headers: { ...headers, authorization } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`the API server must answer ${path}, got nothing`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
