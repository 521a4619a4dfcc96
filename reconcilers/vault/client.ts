import { isRecord } from '../engine/difference';
import { TransientError } from '../engine/errors';
import { send } from '../engine/http';
import { objectIn, textIn } from '../engine/read';
import type { Fields } from '../engine/resource';

/** What the vault says while an engine that was just made is being prepared. */
const NOT_YET = /upgrading from non-versioned to versioned/i;

/** Speaks to one vault with one token. */
export class VaultClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The `data` of a path; undefined when nothing is there. @throws Error when it is refused */
  async read(path: string): Promise<Fields | undefined> {
    const body = await this.send('GET', path);
    return body === undefined ? undefined : objectIn(body, 'data');
  }

  /** @throws Error when it is refused */
  async write(path: string, fields: Fields): Promise<void> {
    await this.send('POST', path, fields);
  }

  /** @throws Error when it is refused */
  async remove(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  private async send(method: 'GET' | 'POST' | 'DELETE', path: string, fields?: Fields): Promise<unknown> {
    const { status, body } = await send({
      method,
      url: `${this.url}/v1/${path}`,
      headers: { 'x-vault-token': this.token },
      body: fields,
    });
    if (status === 404 && method === 'GET') return undefined;
    if (status < 300) return body;
    const reason = `${method} ${path}: the vault answered ${status} ${errorsOf(body)}`;
    throw NOT_YET.test(reason) ? new TransientError(reason) : new Error(reason);
  }
}

/** How somebody logs in. */
export interface KubernetesLogin {
  readonly url: string;
  /** Where the method is mounted. */
  readonly mount: string;
  readonly role: string;
  /** Token of the pod's ServiceAccount. */
  readonly jwt: string;
}

/**
 * Logs in by the Kubernetes method.
 * @returns a token that ends with the role's time, or when it is revoked
 * @throws TransientError however it is refused: a vault that initialises itself does not know the role yet
 */
export async function logIn({ url, mount, role, jwt }: KubernetesLogin): Promise<string> {
  const path = `auth/${mount}/login`;
  const { status, body } = await send({ method: 'POST', url: `${url}/v1/${path}`, body: { role, jwt } });
  const token = textIn(objectIn(body, 'auth'), 'client_token');
  if (token !== '') return token;
  throw new TransientError(
    `POST ${path} with role '${role}': the vault answered ${status} ${errorsOf(body)}`,
  );
}

function errorsOf(body: unknown): string {
  const errors = isRecord(body) ? body['errors'] : undefined;
  return Array.isArray(errors) ? errors.join('; ').trim() : '';
}
