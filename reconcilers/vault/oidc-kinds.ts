import { objectIn, sorted, textIn } from '../engine/read';
import type { Actual, Kind, Resource } from '../engine/resource';
import type { VaultClient } from './client';
import { pathKind } from './kinds';
import type { VaultMounts } from './policies';

/** Kinds by which people log in. */
export function peopleKinds(client: VaultClient, { oidc }: VaultMounts): readonly Kind[] {
  return [
    methodKind(client),
    pathKind(client, {
      name: 'oidc-config',
      path: (name) => `auth/${name}/config`,
      // Read back is neither; without the first the issuer would have to answer before anything can be written.
      writeOnly: { skip_jwks_validation: true },
      understand: (data) => data,
      removable: false,
    }),
    pathKind(client, {
      name: 'oidc-role',
      path: (name) => `auth/${oidc}/role/${name}`,
      understand: (data) => ({
        ...data,
        allowed_redirect_uris: sorted(data['allowed_redirect_uris']),
        oidc_scopes: sorted(data['oidc_scopes']),
        token_policies: sorted(data['token_policies']),
      }),
    }),
    groupKind(client, oidc),
  ];
}

/** A method of logging in. With it go its config and roles. */
function methodKind(client: VaultClient): Kind {
  const read = async (name: string): Promise<Actual | undefined> => {
    const method = objectIn(await client.read('sys/auth'), `${name}/`);
    if (method['type'] === undefined) return undefined;
    const { listing_visibility = '' } = objectIn(method, 'config');
    return { fields: { type: method['type'], description: method['description'], listing_visibility } };
  };
  const tune = ({ name, fields: { description, listing_visibility } }: Resource) =>
    client.write(`sys/auth/${name}/tune`, { description, listing_visibility });
  return {
    name: 'auth-method',
    removable: true,
    tellsSecrets: false,
    read: ({ name }) => read(name),
    exists: async (name) => (await read(name)) !== undefined,
    create: async (resource) => {
      await client.write(`sys/auth/${resource.name}`, { type: resource.fields['type'] });
      await tune(resource);
    },
    update: async (resource, { fields }) => {
      if (fields['type'] !== resource.fields['type']) {
        throw new Error(`${resource.name} must be of type ${resource.fields['type']}, got ${fields['type']}`);
      }
      await tune(resource);
    },
    remove: (name) => client.remove(`sys/auth/${name}`),
  };
}

/** A group whose members the issuer names: the group itself and, by its alias, what the claim calls it. */
function groupKind(client: VaultClient, oidc: string): Kind {
  const path = (name: string) => `identity/group/name/${name}`;
  const accessor = async () => textIn(objectIn(await client.read('sys/auth'), `${oidc}/`), 'accessor');
  const write = async ({ name, fields: { type, policies, alias } }: Resource, found?: Actual) => {
    await client.write(path(name), { type, policies });
    if (found?.fields['alias'] === alias) return;
    const group = await client.read(path(name));
    const id = textIn(objectIn(group, 'alias'), 'id');
    const fields = { name: alias, mount_accessor: await accessor(), canonical_id: textIn(group, 'id') };
    await client.write(id === '' ? 'identity/group-alias' : `identity/group-alias/id/${id}`, fields);
  };
  return {
    name: 'group',
    removable: true,
    tellsSecrets: false,
    read: async ({ name }) => {
      const data = await client.read(path(name));
      if (data === undefined) return undefined;
      const alias = objectIn(data, 'alias');
      const isOurs = textIn(alias, 'mount_accessor') === (await accessor());
      const policies = sorted(data['policies']);
      return { fields: { type: data['type'], policies, alias: isOurs ? alias['name'] : undefined } };
    },
    exists: async (name) => (await client.read(path(name))) !== undefined,
    create: (resource) => write(resource),
    update: write,
    remove: (name) => client.remove(path(name)),
  };
}
