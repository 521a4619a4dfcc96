import KcAdminClient from '@keycloak/keycloak-admin-client';
import { NetworkError } from '@keycloak/keycloak-admin-client/lib/utils/fetchWithError.js';
import { isRecord } from '../engine/difference';
import { reasonOf, TransientError } from '../engine/errors';
import { send } from '../engine/http';
import { textIn } from '../engine/read';

/** How long the server may take for one answer, in milliseconds. */
const ANSWER_TIMEOUT = 15_000;

/** Time before its end at which a token is not used any more, in milliseconds. */
const MARGIN = 10_000;

/** Who speaks to Keycloak: a client with a secret, in the realm that knows it. */
export interface Credentials {
  readonly url: string;
  /** Realm of the client. */
  readonly loginRealm: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Speaks to one realm. */
export class Connection {
  readonly admin: KcAdminClient;
  private token = '';
  private validUntil = 0;

  /** @param realm the realm that is kept, not always that of the credentials */
  constructor(
    private readonly credentials: Credentials,
    readonly realm: string,
  ) {
    this.admin = new KcAdminClient({ baseUrl: credentials.url, realmName: realm, timeout: ANSWER_TIMEOUT });
    this.admin.registerTokenProvider({ getAccessToken: () => this.freshToken() });
  }

  /**
   * Whether the server takes the credentials.
   * @throws TransientError while it does not answer
   */
  async isLetIn(): Promise<boolean> {
    return (await this.logIn()) === 200;
  }

  /**
   * One request or several.
   * @throws TransientError for what may be over when the run begins anew. @throws Error for what was refused
   */
  async call<Result>(what: string, work: (admin: KcAdminClient) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.admin);
    } catch (error) {
      throw understood(what, error);
    }
  }

  /** The same for what may not be there, such as anything of a realm that is yet to be made; undefined then. */
  look<Result>(what: string, work: (admin: KcAdminClient) => Promise<Result>): Promise<Result | undefined> {
    return this.call(what, async (admin) => {
      try {
        return await work(admin);
      } catch (error) {
        if (error instanceof NetworkError && error.response.status === 404) return undefined;
        throw error;
      }
    });
  }

  private async freshToken(): Promise<string> {
    if (performance.now() < this.validUntil) return this.token;
    const status = await this.logIn();
    if (status === 200) return this.token;
    throw new TransientError(`${this.credentials.clientId}: the server answered the login with ${status}`);
  }

  private async logIn(): Promise<number> {
    const { url, loginRealm, clientId, clientSecret } = this.credentials;
    const { status, body } = await send({
      method: 'POST',
      url: `${url}/realms/${loginRealm}/protocol/openid-connect/token`,
      form: { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    });
    this.token = textIn(body, 'access_token');
    const seconds = isRecord(body) ? Number(body['expires_in']) : 0;
    this.validUntil = performance.now() + seconds * 1000 - MARGIN;
    return status;
  }
}

/** A conflict is somebody else who made it first, an unknown token one that ended on the way: both are over next time. */
function understood(what: string, error: unknown): Error {
  if (error instanceof TransientError) return error;
  if (!(error instanceof NetworkError)) {
    const isLost = error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
    const reason = `${what}: ${reasonOf(error)}`;
    return isLost ? new TransientError(reason) : new Error(reason);
  }
  const { status } = error.response;
  const reason = `${what}: the server answered ${status}, ${reasonOf(error)}`;
  const isOver = status >= 500 || status === 429 || status === 409 || status === 401;
  return isOver ? new TransientError(reason) : new Error(reason);
}
