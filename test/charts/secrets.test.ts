import { importedInto } from '../../environments/entered-secrets';
import { resolveInventory } from '../../environments/resolve';
import { surroundingsOf } from '../../environments/surroundings';
import { at, type Rendered } from '../constructs/rendered';
import { withVault } from '../environments/with-vault';
import { built } from './built';

const [cluster] = resolveInventory(withVault);
if (cluster === undefined) throw new Error('there must be a cluster');

const SERVER = 'https://openbao-active.staging-vault.svc:8200';
const external = ({ names }: Rendered) =>
  names.filter((name) => /^(ExternalSecret|SecretStore)\//.test(name));

describe('an environment with a vault', () => {
  test('a model gets the credentials of its queue from there', () => {
    const models = built(cluster, 'staging', 'model-serving');
    expect(external(models)).toEqual(['ExternalSecret/broker', 'SecretStore/vault']);
    expect(at(models.one('SecretStore'), 'spec.provider.vault')).toMatchObject({
      server: SERVER,
      auth: { kubernetes: { role: 'staging-model-serving' } },
    });
    const remote = at(models.one('ExternalSecret'), 'spec.data.0.remoteRef');
    expect(remote).toMatchObject({ key: 'staging-model-serving/broker', property: 'uri' });
    const reference = at(models.one('TriggerAuthentication'), 'spec.secretTargetRef.0');
    expect(reference).toMatchObject({ name: 'broker', key: 'uri' });
  });

  test('a job gets its files from there', () => {
    const jobs = built(cluster, 'staging', 'batch-jobs');
    expect(external(jobs)).toEqual(['ExternalSecret/warehouse', 'SecretStore/vault']);
    const keys = at(jobs.one('ExternalSecret'), 'spec.data');
    expect(keys).toMatchObject([{ secretKey: 'password' }, { secretKey: 'user' }]);
  });

  test('its namespaces get the authority that signed the vault’s certificate', () => {
    const namespaces = built(cluster, 'staging', 'namespaces');
    const labelled = namespaces.objects
      .filter(({ metadata }) => metadata.labels?.['data-frost.example/internal-ca'] === 'true')
      .map(({ metadata }) => metadata.name);
    expect(labelled).toEqual(expect.arrayContaining(['staging-batch-jobs', 'staging-model-serving']));
  });

  test('a person enters what others gave', () => {
    const paths = surroundingsOf(cluster).enteredPaths.map(
      ({ server, mount, path, properties }) => `${server} ${mount} ${path}: ${properties.join(' ')}`,
    );
    expect(paths).toEqual([
      `${SERVER} kv staging-model-serving/broker: uri`,
      `${SERVER} kv staging-batch-jobs/warehouse: password user`,
    ]);
  });
});

test('where nothing refers to a secret none is read', () => {
  const development = cluster.environments.find(({ name }) => name === 'development');
  if (development === undefined) throw new Error('there must be a development');
  expect(importedInto(development, 'development-model-serving')).toEqual([]);
  expect(external(built(cluster, 'development', 'model-serving'))).toEqual([]);
});
