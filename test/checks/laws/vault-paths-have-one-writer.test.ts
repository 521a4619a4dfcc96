import { vaultPathsHaveOneWriter } from '../../../checks/laws/vault-paths-have-one-writer';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { externalSecret, generatorStore, pushSecret, SERVER, store } from '../vault-objects';

const stores = [store(), generatorStore()];
const PATH = 'production/admin';
const entered = { enteredPaths: [{ server: SERVER, mount: 'kv', path: PATH }] };
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
    const elsewhere = { enteredPaths: [{ server: SERVER, mount: 'secret', path: PATH }] };
    expect(judged([externalSecret('admin', PATH)], elsewhere)).toHaveLength(1);
    const away = { enteredPaths: [{ server: 'https://other:8200', mount: 'kv', path: PATH }] };
    expect(judged([externalSecret('admin', PATH)], away)).toHaveLength(1);
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
