import { isRecord } from '../engine/difference';
import { objectIn, sorted } from '../engine/read';
import type { Fields, Kind, Ledger, Owned, Resource } from '../engine/resource';
import type { Connection } from './connection';

/** Attribute of the realm with the names of what is ours in it. */
const OWNED_ATTRIBUTE = 'data-frost.owned';

/** Settings that a realm keeps among its attributes. */
const ATTRIBUTES = ['adminEventsExpiration'];

const cannotRemove = () => Promise.reject(new Error('it belongs to the realm and must not be removed'));

/** The realm itself. It is made, and never removed: all its people would go with it. */
export function realmKind(connection: Connection): Kind {
  const { realm } = connection;
  const find = () => findRealm(connection);
  return {
    name: 'realm',
    removable: false,
    tellsSecrets: true,
    read: async () => {
      const found = await find();
      const attributes = objectIn(found, 'attributes');
      return found && { fields: { ...found, ...only(attributes, ATTRIBUTES) } };
    },
    exists: async () => (await find()) !== undefined,
    create: ({ fields }) =>
      connection.call('create the realm', async (admin) => {
        await admin.realms.create({ realm, ...written(fields, {}) });
      }),
    update: ({ fields }) =>
      connection.call('update the realm', async (admin) => {
        const attributes = objectIn(await find(), 'attributes');
        await admin.realms.update({ realm }, written(fields, attributes));
      }),
    remove: cannotRemove,
  };
}

/** What a person must do at his next login: Keycloak's own list, of which two settings are ours. */
export function requiredActionKind(connection: Connection): Kind {
  const find = (alias: string) =>
    connection.look(`read required action ${alias}`, async (admin) => {
      const all = await admin.authenticationManagement.getRequiredActions();
      return all.find((one) => one.alias === alias);
    });
  const write = ({ name: alias, fields }: Resource) =>
    connection.call(`update required action ${alias}`, async (admin) => {
      const found = await find(alias);
      if (found === undefined) throw new Error('it must be one that this Keycloak has');
      await admin.authenticationManagement.updateRequiredAction({ alias }, { ...found, ...fields });
    });
  return {
    name: 'required-action',
    removable: false,
    tellsSecrets: true,
    read: async ({ name }) => {
      const found = await find(name);
      return found && { fields: { ...found } };
    },
    exists: async (name) => (await find(name)) !== undefined,
    create: write,
    update: write,
    remove: cannotRemove,
  };
}

/** What is ours in a realm, in an attribute of it. Two runs at once may forget a name; the next run claims it again. */
export class RealmLedger implements Ledger {
  constructor(private readonly connection: Connection) {}

  async read(): Promise<Owned> {
    const text = objectIn(await findRealm(this.connection), 'attributes')[OWNED_ATTRIBUTE];
    const names: unknown = typeof text === 'string' ? JSON.parse(text) : [];
    return { names: sorted(names), fingerprints: {} };
  }

  async write({ names }: Owned): Promise<void> {
    const { connection } = this;
    await connection.call('record what is ours', async (admin) => {
      // Attributes that are not sent are removed.
      const attributes = { ...objectIn(await findRealm(connection), 'attributes') };
      attributes[OWNED_ATTRIBUTE] = JSON.stringify(names);
      await admin.realms.update({ realm: connection.realm }, { attributes });
    });
  }
}

async function findRealm(connection: Connection): Promise<Fields | undefined> {
  const { realm } = connection;
  const found = await connection.look('read the realm', (admin) => admin.realms.findOne({ realm }));
  return isRecord(found) ? found : undefined;
}

/** Fields as the realm's representation has them. */
function written(fields: Fields, attributes: Fields): Fields {
  const plain = Object.entries(fields).filter(([key]) => !ATTRIBUTES.includes(key));
  return { ...Object.fromEntries(plain), attributes: { ...attributes, ...only(fields, ATTRIBUTES) } };
}

function only(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));
}
