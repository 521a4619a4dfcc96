import { generatedSecretsAreKept } from '../../../checks/laws/generated-secrets-are-kept';
import { judge } from '../judge';
import { spoilt } from '../spoil';
import { externalSecret, pushSecret } from '../vault-objects';

const judged = (...objects: unknown[]) => judge(generatedSecretsAreKept, objects);
const generator = { sourceRef: { generatorRef: { kind: 'Password', name: 'admin' } } };

describe('generated-secrets-are-kept', () => {
  test('a value that is written once and stays passes', () => {
    expect(judged(pushSecret('admin', 'production/admin'))).toEqual([]);
    expect(judged(pushSecret('admin', 'production/admin', { deletionPolicy: undefined }))).toEqual([]);
    expect(judged(externalSecret('admin', 'production/admin'))).toEqual([]);
  });

  test.each([['data'], ['dataFrom']])('an ExternalSecret on a generator in %s fails', (list) => {
    expect(judged(externalSecret('admin', 'production/admin', { [list]: [generator] }))).toEqual([
      `ExternalSecret/admin: \`${list}[0]\` must not read a generator, which makes a new value each time; generate it into the vault by a PushSecret and read it from there`,
    ]);
  });

  test.each([
    [
      { updatePolicy: 'Replace' },
      "`updatePolicy` must be 'IfNotExists' for a generated value, got 'Replace'; it would be replaced at every refresh",
    ],
    [
      { updatePolicy: undefined },
      "`updatePolicy` must be 'IfNotExists' for a generated value, got nothing; it would be replaced at every refresh",
    ],
    [
      { deletionPolicy: 'Delete' },
      "`deletionPolicy` must be 'None' for a generated value, got 'Delete'; it and all its versions would go with the object",
    ],
    [
      { data: [{ match: {} }, { match: {} }] },
      '`data` must have one entry for a generated value, got 2, which would all get the same; use a generator and a path for each',
    ],
  ])('%p fails', (fields, message) => {
    expect(judged(pushSecret('admin', 'production/admin', fields))).toEqual([`PushSecret/admin: ${message}`]);
  });

  test('what is pushed from a Secret may be replaced', () => {
    const selector = { secret: { name: 'admin' } };
    expect(judged(pushSecret('admin', 'production/admin', { selector, updatePolicy: 'Replace' }))).toEqual(
      [],
    );
  });

  test('junk in any field is no reason to throw', () => {
    const objects = [pushSecret('admin', 'a/b'), externalSecret('admin', 'a/b', { dataFrom: [generator] })];
    for (const worse of spoilt(objects)) expect(() => judged(...worse)).not.toThrow();
  });
});
