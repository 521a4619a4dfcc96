import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Settings } from '../engine/settings';

/** How long the API server may take for one answer, in milliseconds. */
const ANSWER_TIMEOUT = 15_000;

/** Where the kubelet puts a pod's credential. */
const CREDENTIAL_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the API server answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Speaks to the Kubernetes API as the pod does. */
export class KubernetesApi {
  private readonly folder: string;
  private readonly host: string;
  private readonly port: string;

  constructor(settings: Settings) {
    this.host = settings.required('KUBERNETES_SERVICE_HOST');
    this.port = settings.required('KUBERNETES_SERVICE_PORT');
    this.folder = settings.optional('CREDENTIAL_FOLDER') ?? CREDENTIAL_FOLDER;
  }

  /**
   * @param method PATCH merges the body into what is there
   * @throws Error without an answer
   */
  send(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<ApiAnswer> {
    const { host, port } = this;
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const token = readFileSync(join(this.folder, 'token'), 'utf8').trim();
    const options = {
      method,
      ca: readFileSync(join(this.folder, 'ca.crt')),
      timeout: ANSWER_TIMEOUT,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
    };
    return new Promise((resolve, reject) => {
      const sent = request({ host, port, path, ...options }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
          resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`the API server must answer ${path}, got nothing`)));
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }
}
