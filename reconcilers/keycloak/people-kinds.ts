import type GroupRepresentation from '@keycloak/keycloak-admin-client/lib/defs/groupRepresentation.js';
import type RoleRepresentation from '@keycloak/keycloak-admin-client/lib/defs/roleRepresentation.js';
import { sorted } from '../engine/read';
import type { Kind, Resource } from '../engine/resource';
import type { Connection } from './connection';

/** Client of every realm whose roles are the rights to administer it. */
const MANAGEMENT_CLIENT = 'realm-management';

/** Realm roles. */
export function roleKind(connection: Connection): Kind {
  const find = (name: string) =>
    connection.look(`read role ${name}`, (admin) => admin.roles.findOneByName({ name }));
  return {
    name: 'role',
    removable: true,
    tellsSecrets: true,
    read: async ({ name }) => {
      const found = await find(name);
      return found ? { fields: { description: found.description ?? '' } } : undefined;
    },
    exists: async (name) => Boolean(await find(name)),
    create: ({ name, fields }) =>
      connection.call(`create role ${name}`, async (admin) => {
        await admin.roles.create({ name, ...fields });
      }),
    update: ({ name, fields }) =>
      connection.call(`update role ${name}`, (admin) =>
        admin.roles.updateByName({ name }, { name, ...fields }),
      ),
    remove: (name) => connection.call(`remove role ${name}`, (admin) => admin.roles.delByName({ name })),
  };
}

/** Groups at the top, with the roles that their members have. */
export function groupKind(connection: Connection): Kind {
  const find = (name: string) =>
    connection.look(`read group ${name}`, async (admin) => {
      const found = await admin.groups.find({ search: name, exact: true, briefRepresentation: true });
      return found.find((one) => one.name === name);
    });
  const bring = async ({ name, fields }: Resource, group: GroupRepresentation | undefined) => {
    const id = group?.id;
    if (id === undefined) throw new Error(`group ${name} must have an id`);
    await bringRealmRoles(connection, id, sorted(fields['roles']));
    await bringManagementRoles(connection, id, sorted(fields['managementRoles']));
  };
  return {
    name: 'group',
    removable: true,
    tellsSecrets: true,
    read: async ({ name }) => {
      const id = (await find(name))?.id;
      if (id === undefined) return undefined;
      const realm = await realmRoles(connection, id);
      const management = await managementRoles(connection, id);
      return { fields: { roles: names(realm), managementRoles: names(management) } };
    },
    exists: async (name) => (await find(name)) !== undefined,
    create: async (resource) => {
      const { name } = resource;
      await connection.call(`create group ${name}`, (admin) => admin.groups.create({ name }));
      await bring(resource, await find(name));
    },
    update: async (resource) => bring(resource, await find(resource.name)),
    remove: async (name) => {
      const id = (await find(name))?.id;
      if (id !== undefined)
        await connection.call(`remove group ${name}`, (admin) => admin.groups.del({ id }));
    },
  };
}

/** A role as mappings take it. */
interface RoleMapping {
  readonly id: string;
  readonly name: string;
}

function realmRoles(connection: Connection, id: string): Promise<readonly RoleRepresentation[]> {
  return connection.call('read roles of a group', (admin) => admin.groups.listRealmRoleMappings({ id }));
}

async function bringRealmRoles(connection: Connection, id: string, wanted: readonly string[]): Promise<void> {
  const found = await realmRoles(connection, id);
  await connection.call('give roles to a group', async (admin) => {
    const all = await admin.roles.find();
    const more = mappings(all, without(wanted, names(found)));
    const fewer = mappings(found, without(names(found), wanted));
    if (more.length > 0) await admin.groups.addRealmRoleMappings({ id, roles: more });
    if (fewer.length > 0) await admin.groups.delRealmRoleMappings({ id, roles: fewer });
  });
}

async function managementClient(connection: Connection): Promise<string> {
  const [client] = await connection.call(`read client ${MANAGEMENT_CLIENT}`, (admin) =>
    admin.clients.find({ clientId: MANAGEMENT_CLIENT }),
  );
  if (client?.id === undefined) throw new Error(`client ${MANAGEMENT_CLIENT} must be in the realm`);
  return client.id;
}

async function managementRoles(connection: Connection, id: string): Promise<readonly RoleRepresentation[]> {
  const clientUniqueId = await managementClient(connection);
  return connection.call('read rights of a group', (admin) =>
    admin.groups.listClientRoleMappings({ id, clientUniqueId }),
  );
}

async function bringManagementRoles(
  connection: Connection,
  id: string,
  wanted: readonly string[],
): Promise<void> {
  const clientUniqueId = await managementClient(connection);
  const found = await managementRoles(connection, id);
  await connection.call('give rights to a group', async (admin) => {
    const all = await admin.clients.listRoles({ id: clientUniqueId });
    const more = mappings(all, without(wanted, names(found)));
    const fewer = mappings(found, without(names(found), wanted));
    if (more.length > 0) await admin.groups.addClientRoleMappings({ id, clientUniqueId, roles: more });
    if (fewer.length > 0) await admin.groups.delClientRoleMappings({ id, clientUniqueId, roles: fewer });
  });
}

function names(roles: readonly RoleRepresentation[]): readonly string[] {
  return sorted(roles.map(({ name }) => name));
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  return all.filter((one) => !others.includes(one));
}

/** The roles of these names. @throws Error when one is not there */
export function mappings(roles: readonly RoleRepresentation[], wanted: readonly string[]): RoleMapping[] {
  return wanted.map((name) => {
    const id = roles.find((role) => role.name === name)?.id;
    if (id === undefined) throw new Error(`role ${name} must be in the realm`);
    return { id, name };
  });
}
