import type KcAdminClient from '@keycloak/keycloak-admin-client';
import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js';
import { objectIn, sorted, textIn } from '../engine/read';
import type { Actual, Fields, Kind, Resource } from '../engine/resource';
import type { Connection } from './connection';
import { bringMappers, mapperRepresentations, understoodMappers } from './mappers';

/** Settings of a client that Keycloak keeps among its attributes, by our field. */
const ATTRIBUTES = {
  pkce: 'pkce.code.challenge.method',
  postLogoutRedirectUris: 'post.logout.redirect.uris',
  accessTokenSeconds: 'access.token.lifespan',
} as const;

const TOKEN_SCOPE = 'include.in.token.scope';

/** Sets of claims that clients share. */
export function clientScopeKind(connection: Connection): Kind {
  const find = (name: string) =>
    connection.look(`read client scope ${name}`, (admin) => admin.clientScopes.findOneByName({ name }));
  const plain = ({ name, fields }: Resource) => ({
    name,
    protocol: 'openid-connect',
    description: textIn(fields, 'description'),
    attributes: { [TOKEN_SCOPE]: textIn(fields, 'includeInTokenScope') },
  });
  return {
    name: 'client-scope',
    removable: true,
    tellsSecrets: true,
    read: async ({ name }) => scopeActual(await find(name)),
    exists: async (name) => (await find(name)) !== undefined,
    create: (resource) =>
      connection.call(`create client scope ${resource.name}`, async (admin) => {
        const protocolMappers = mapperRepresentations(objectIn(resource.fields, 'mappers'));
        await admin.clientScopes.create({ ...plain(resource), protocolMappers });
      }),
    update: (resource) =>
      connection.call(`update client scope ${resource.name}`, async (admin) => {
        const found = await find(resource.name);
        const id = idOf(found);
        const attributes = { ...found?.attributes, ...plain(resource).attributes };
        await admin.clientScopes.update({ id }, { ...found, ...plain(resource), attributes });
        await bringMappers(objectIn(resource.fields, 'mappers'), found?.protocolMappers, {
          add: (mapper) => admin.clientScopes.addProtocolMapper({ id }, mapper),
          update: (mapperId, mapper) => admin.clientScopes.updateProtocolMapper({ id, mapperId }, mapper),
          remove: (mapperId) => admin.clientScopes.delProtocolMapper({ id, mapperId }),
        });
      }),
    remove: (name) =>
      connection.call(`remove client scope ${name}`, async (admin) => {
        await admin.clientScopes.del({ id: idOf(await find(name)) });
      }),
  };
}

function scopeActual(found: ClientScopeRepresentation | undefined): Actual | undefined {
  return (
    found && {
      fields: {
        description: found.description ?? '',
        includeInTokenScope: textIn(found.attributes, TOKEN_SCOPE),
        mappers: understoodMappers(found.protocolMappers),
      },
    }
  );
}

/** Clients, with their scopes, mappers and secret. */
export function clientKind(connection: Connection): Kind {
  const find = async (clientId: string) => {
    const found = await connection.look(`read client ${clientId}`, (admin) =>
      admin.clients.find({ clientId }),
    );
    return found?.[0];
  };
  return {
    name: 'client',
    removable: true,
    tellsSecrets: true,
    read: async ({ name, secrets }) => {
      const found = await find(name);
      if (found === undefined) return undefined;
      const fields = clientFields(found);
      if (secrets === undefined) return { fields };
      const id = idOf(found);
      const told = await connection.call(`read the secret of ${name}`, (admin) =>
        admin.clients.getClientSecret({ id }),
      );
      return { fields, secrets: { secret: told.value ?? '' } };
    },
    exists: async (name) => (await find(name)) !== undefined,
    create: (resource) =>
      connection.call(`create client ${resource.name}`, async (admin) => {
        await admin.clients.create({
          ...written(resource, {}),
          defaultClientScopes: [...sorted(resource.fields['defaultScopes'])],
          optionalClientScopes: [...sorted(resource.fields['optionalScopes'])],
          protocolMappers: mapperRepresentations(objectIn(resource.fields, 'mappers')),
        });
      }),
    update: (resource) =>
      connection.call(`update client ${resource.name}`, async (admin) => {
        const found = await find(resource.name);
        if (found !== undefined) await updateClient(admin, found, resource);
      }),
    remove: (name) =>
      connection.call(`remove client ${name}`, async (admin) => {
        await admin.clients.del({ id: idOf(await find(name)) });
      }),
  };
}

/** A client as the resources state it. */
function clientFields(found: ClientRepresentation): Fields {
  const attribute = (field: keyof typeof ATTRIBUTES) => textIn(found.attributes, ATTRIBUTES[field]);
  return {
    ...found,
    redirectUris: sorted(found.redirectUris),
    webOrigins: sorted(found.webOrigins),
    defaultScopes: sorted(found.defaultClientScopes),
    optionalScopes: sorted(found.optionalClientScopes),
    mappers: understoodMappers(found.protocolMappers),
    pkce: attribute('pkce'),
    postLogoutRedirectUris: attribute('postLogoutRedirectUris'),
    accessTokenSeconds: attribute('accessTokenSeconds'),
  };
}

/** The representation of what is not written by a request of its own. */
function written({ name, fields, secrets }: Resource, found: ClientRepresentation): ClientRepresentation {
  const { mappers: _, defaultScopes: __, optionalScopes: ___, ...plain } = fields;
  const settings = Object.entries(ATTRIBUTES).map(([field, attribute]) => [attribute, textIn(fields, field)]);
  const own = Object.entries(plain).filter(([field]) => !(field in ATTRIBUTES));
  return {
    ...found,
    clientId: name,
    ...Object.fromEntries(own),
    attributes: { ...found.attributes, ...Object.fromEntries(settings) },
    ...secrets,
  };
}

async function updateClient(
  admin: KcAdminClient,
  found: ClientRepresentation,
  resource: Resource,
): Promise<void> {
  const id = idOf(found);
  await admin.clients.update({ id }, written(resource, found));
  await bringMappers(objectIn(resource.fields, 'mappers'), found.protocolMappers, {
    add: (mapper) => admin.clients.addProtocolMapper({ id }, mapper),
    update: (mapperId, mapper) => admin.clients.updateProtocolMapper({ id, mapperId }, mapper),
    remove: (mapperId) => admin.clients.delProtocolMapper({ id, mapperId }),
  });
  const scopes = await admin.clientScopes.find();
  const scopeId = (name: string) => idOf(scopes.find((one) => one.name === name));
  const change = (stated: unknown, actual: unknown) => ({
    more: sorted(stated).filter((one) => !sorted(actual).includes(one)),
    fewer: sorted(actual).filter((one) => !sorted(stated).includes(one)),
  });
  const byDefault = change(resource.fields['defaultScopes'], found.defaultClientScopes);
  const optional = change(resource.fields['optionalScopes'], found.optionalClientScopes);
  for (const one of byDefault.fewer)
    await admin.clients.delDefaultClientScope({ id, clientScopeId: scopeId(one) });
  for (const one of optional.fewer)
    await admin.clients.delOptionalClientScope({ id, clientScopeId: scopeId(one) });
  for (const one of byDefault.more)
    await admin.clients.addDefaultClientScope({ id, clientScopeId: scopeId(one) });
  for (const one of optional.more)
    await admin.clients.addOptionalClientScope({ id, clientScopeId: scopeId(one) });
}

/** The server's own name of a thing. @throws Error when it is not there */
export function idOf(found: { readonly id?: string; readonly name?: string } | undefined): string {
  if (found?.id === undefined)
    throw new Error('what is to be written must still be there; another run removed it');
  return found.id;
}
