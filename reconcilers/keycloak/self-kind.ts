import { sorted } from '../engine/read';
import type { Kind, Resource } from '../engine/resource';
import { clientKind, idOf } from './client-kinds';
import type { Connection } from './connection';
import { mappings } from './people-kinds';

/**
 * The reconciler's own client and its rights in the realm. Only the bootstrap client writes it: whoever could give himself
 * rights would have all of them.
 */
export function selfKind(connection: Connection): Kind {
  const client = clientKind(connection);
  const account = async (clientId: string) =>
    connection.call('read the rights of the reconciler', async (admin) => {
      const [own] = await admin.clients.find({ clientId });
      const [management] = await admin.clients.find({ clientId: 'realm-management' });
      const clientUniqueId = idOf(management);
      const { id = '' } = await admin.clients.getServiceAccountUser({ id: idOf(own) });
      const held = await admin.users.listClientRoleMappings({ id, clientUniqueId });
      return { id, clientUniqueId, held: sorted(held.map(({ name }) => name)) };
    });
  const give = async ({ name, fields }: Resource) => {
    const { id, clientUniqueId, held } = await account(name);
    const wanted = sorted(fields['rights']);
    await connection.call('give the reconciler its rights', async (admin) => {
      const all = await admin.clients.listRoles({ id: clientUniqueId });
      const roles = (some: readonly string[]) => ({ id, clientUniqueId, roles: mappings(all, some) });
      const more = wanted.filter((one) => !held.includes(one));
      const fewer = held.filter((one) => !wanted.includes(one));
      if (more.length > 0) await admin.users.addClientRoleMappings(roles(more));
      if (fewer.length > 0) await admin.users.delClientRoleMappings(roles(fewer));
    });
  };
  const withoutRights = (resource: Resource): Resource => {
    const { rights: _, ...fields } = resource.fields;
    return { ...resource, fields };
  };
  return {
    ...client,
    name: 'reconciler',
    removable: false,
    read: async (resource) => {
      const found = await client.read(resource);
      if (found === undefined) return undefined;
      const { held } = await account(resource.name);
      return { ...found, fields: { ...found.fields, rights: held } };
    },
    create: async (resource) => {
      await client.create(withoutRights(resource));
      await give(resource);
    },
    update: async (resource, actual) => {
      await client.update(withoutRights(resource), actual);
      await give(resource);
    },
  };
}
