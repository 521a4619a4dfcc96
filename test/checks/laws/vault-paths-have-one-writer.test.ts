import { vaultPathsHaveOneWriter } from '../../../checks/laws/vault-paths-have-one-writer';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { externalSecret, generatorStore, pushSecret, SERVER, store } from '../vault-objects';

const stores = [store(), generatorStore()];
const PATH = 'production/admin';
const pathOf = (fields: object = {}) => ({
  enteredPaths: [{ server: SERVER, mount: 'kv', path: PATH, properties: ['uri'], ...fields }],
});
const entered = pathOf();
const judged = (objects: readonly unknown[], surroundings = {}) =>
  judge(vaultPathsHaveOneWriter, [...stores, ...objects], surroundings);

describe('vault-paths-have-one-writer', () => {
  test('a path that is read is generated or entered by a person', () => {
    expect(judged([externalSecret('admin', PATH)])).toEqual([
      `ExternalSecret/admin: must read a path that something writes, got '${SERVER}/kv/${PATH}'; generate it by a PushSecret or list it among those that a person enters`,
    ]);
    expect(judged([externalSecret('admin', PATH), pushSecret('admin', PATH)])).toEqual([]);
    expect(judged([externalSecret('admin', PATH)], entered)).toEqual([]);
  });

  test('a path of another vault or mount is another path', () => {
    for (const other of [{ mount: 'secret' }, { server: 'https://other:8200' }])
      expect(judged([externalSecret('admin', PATH)], pathOf(other))).toHaveLength(1);
  });

  test('a value that the origin does not write never comes', () => {
    const reader = externalSecret('admin', PATH, {
      data: ['uri', 'client_secret'].map((property) => ({
        secretKey: property,
        remoteRef: { key: PATH, property },
      })),
    });
    const fault = `ExternalSecret/admin: must read a value of '${SERVER}/kv/${PATH}' that something writes, got 'client_secret'; use one of ["uri"], or write it`;
    expect(judged([reader, pushSecret('admin', PATH)])).toEqual([fault]);
    expect(judged([reader], entered)).toEqual([fault]);
    expect(judged([reader], pathOf({ properties: ['client_secret', 'uri'] }))).toEqual([]);
  });

  test('what is written or read as a whole has values that nobody knows', () => {
    const whole = { data: [{ match: { secretKey: 'json', remoteRef: { remoteKey: PATH } } }] };
    expect(judged([externalSecret('admin', PATH), pushSecret('admin', PATH, whole)])).toEqual([]);
    const all = { data: [], dataFrom: [{ extract: { key: PATH } }] };
    expect(judged([externalSecret('admin', PATH, all)], entered)).toEqual([]);
  });

  test('everything below a key that is taken whole is read, too', () => {
    const whole = { data: [], dataFrom: [{ extract: { key: PATH } }] };
    expect(judged([externalSecret('admin', 'x/y', whole)])).toEqual([
      expect.stringContaining(`got '${SERVER}/kv/${PATH}'`),
    ]);
  });

  test('two writers lose each other’s values, read or not', () => {
    expect(judged([pushSecret('admin', PATH), pushSecret('again', PATH)])).toEqual([
      `PushSecret/again: must not write '${SERVER}/kv/${PATH}', which production/model-serving/PushSecret/admin writes too; give it a path of its own`,
    ]);
    expect(judged([pushSecret('admin', PATH)], entered)).toEqual([
      `PushSecret/admin: must not write '${SERVER}/kv/${PATH}', which a person writes too; give it a path of its own`,
    ]);
  });

  test('an entry may name a store of its own', () => {
    const sourceRef = { storeRef: { name: 'vault' } };
    const data = [{ secretKey: 'uri', remoteRef: { key: PATH }, sourceRef }];
    const fields = { secretStoreRef: undefined, data };
    expect(judged([externalSecret('admin', 'x/y', fields)])).toHaveLength(1);
  });

  test('stores of other products are none of its business', () => {
    const other = { ...store('vault'), spec: { provider: { kubernetes: {} } } };
    expect(judge(vaultPathsHaveOneWriter, [other, externalSecret('admin', PATH)])).toEqual([]);
  });

  test('junk in any field is no reason to throw', () => {
    const objects = [...stores, externalSecret('admin', PATH), pushSecret('admin', PATH)];
    for (const worse of spoilt(objects)) expect(() => judge(vaultPathsHaveOneWriter, worse)).not.toThrow();
  });
});
