import { objectIn, sorted, textIn } from '../engine/read';
import type { Actual, Fields, Kind, Resource } from '../engine/resource';
import type { VaultClient } from './client';
import type { VaultMounts } from './policies';

/** A kind of which each thing lies at one path, which is read, written and removed whole. */
export interface PathKind {
  readonly name: string;
  /** Path of a thing. */
  readonly path: (name: string) => string;
  /** What was read, in the shape of a resource's fields. */
  readonly understand: (data: Fields) => Fields;
  /** Fields that are written and never read back. @default none */
  readonly writeOnly?: Fields;
  /** Whether it leaves with its code. @default true */
  readonly removable?: boolean;
}

export function pathKind(client: VaultClient, kind: PathKind): Kind {
  const { name, path, understand, writeOnly = {}, removable = true } = kind;
  const write = ({ name, fields, secrets = {} }: Resource) =>
    client.write(path(name), { ...fields, ...writeOnly, ...secrets });
  return {
    name,
    removable,
    tellsSecrets: false,
    read: async (resource) => {
      const data = await client.read(path(resource.name));
      return data && { fields: understand(data) };
    },
    exists: async (one) => (await client.read(path(one))) !== undefined,
    create: write,
    update: write,
    remove: (one) => client.remove(path(one)),
  };
}

/** Kinds that pods log in by and read with; those of people are in oidc-kinds.ts. */
export function workloadKinds(client: VaultClient, { kubernetes }: VaultMounts): readonly Kind[] {
  return [
    engineKind(client),
    pathKind(client, {
      name: 'policy',
      path: (name) => `sys/policies/acl/${name}`,
      understand: ({ policy }) => ({ policy }),
    }),
    pathKind(client, {
      name: 'kubernetes-role',
      path: (name) => `auth/${kubernetes}/role/${name}`,
      understand: (data) => ({
        ...data,
        audience: textIn(data, 'audience'),
        bound_service_account_names: sorted(data['bound_service_account_names']),
        bound_service_account_namespaces: sorted(data['bound_service_account_namespaces']),
        token_policies: sorted(data['token_policies']),
      }),
    }),
  ];
}

/** The engine of the secrets. It is never removed: all secrets would go with it. */
function engineKind(client: VaultClient): Kind {
  const settle = async ({ name, fields }: Resource) => {
    await client.write(`sys/mounts/${name}/tune`, { description: fields['description'] });
    await client.write(`${name}/config`, { max_versions: fields['maxVersions'] });
  };
  return {
    name: 'engine',
    removable: false,
    tellsSecrets: false,
    read: ({ name }) => readEngine(client, name),
    exists: async (name) => (await readEngine(client, name)) !== undefined,
    create: async (resource) => {
      await client.write(`sys/mounts/${resource.name}`, { type: 'kv', options: { version: '2' } });
      await settle(resource);
    },
    update: async (resource, { fields }) => {
      if (fields['type'] !== 'kv' || fields['version'] !== '2') {
        const found = `type ${fields['type']}, version ${fields['version']}`;
        throw new Error(
          `${resource.name} must be an engine of type kv, version 2, got ${found}; move it by hand`,
        );
      }
      await settle(resource);
    },
    remove: () => Promise.reject(new Error('an engine must not be removed, its secrets would go with it')),
  };
}

async function readEngine(client: VaultClient, name: string): Promise<Actual | undefined> {
  const mounts = await client.read('sys/mounts');
  const mount = objectIn(mounts, `${name}/`);
  if (mount['type'] === undefined) return undefined;
  const version = objectIn(mount, 'options')['version'];
  const config = version === '2' ? await client.read(`${name}/config`) : {};
  return {
    fields: {
      type: mount['type'],
      version,
      description: mount['description'],
      maxVersions: config?.['max_versions'],
    },
  };
}
