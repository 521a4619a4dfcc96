import { text } from '../../../checks/readers/read';
import type { Administrator } from './keycloak';

/** What a program's tokens are good for. */
export interface ProgramSettings {
  /** Client that they are for. @default nobody's */
  readonly audience?: string;
  /** How long they are good, in seconds. @default 300 */
  readonly lifespan?: number;
}

/** Makes a client of a program, which gets tokens by a secret of its own: its id. */
export async function makeProgram(
  { send }: Administrator,
  realm: string,
  id: string,
  { audience, lifespan = 300 }: ProgramSettings = {},
): Promise<void> {
  await send('POST', `/${realm}/clients`, {
    clientId: id,
    secret: id,
    publicClient: false,
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    attributes: { 'access.token.lifespan': String(lifespan) },
    protocolMappers: audience === undefined ? [] : [mapperOf(audience)],
  });
}

/** Removes a program, if there is one of that name. */
export async function removeProgram({ send }: Administrator, realm: string, id: string): Promise<void> {
  const found = await send('GET', `/${realm}/clients?clientId=${id}`);
  for (const client of Array.isArray(found) ? found : [])
    await send('DELETE', `/${realm}/clients/${text(client, 'id')}`);
}

/** Removes a realm with all that it holds, if there is one of that name. */
export async function removeRealm({ send }: Administrator, realm: string): Promise<void> {
  const found = await send('GET', '');
  if (Array.isArray(found) && found.some((one) => text(one, 'realm') === realm))
    await send('DELETE', `/${realm}`);
}

function mapperOf(audience: string): object {
  return {
    name: 'audience',
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: { 'included.custom.audience': audience, 'access.token.claim': 'true' },
  };
}
