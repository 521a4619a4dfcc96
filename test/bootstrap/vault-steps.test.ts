import { spawnSync } from 'node:child_process';
import { renderCluster } from '../../app';
import { stepsOf } from '../../bootstrap/steps';
import { resolveInventory } from '../../environments/resolve';
import type { Manifest } from '../../synth/manifest';
import { withVault } from '../environments/with-vault';

const [cluster] = resolveInventory(withVault);
const staging = cluster?.environments.find(({ name }) => name === 'staging');
if (cluster === undefined || staging === undefined) throw new Error('there must be a staging');

/** An Application of staging, in a wave. */
function application(name: string, wave: number): Manifest {
  const annotations = { 'argocd.argoproj.io/sync-wave': String(wave) };
  const metadata = { name, namespace: 'argocd', annotations };
  return {
    tree: 'staging',
    application: 'applications',
    object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: {} },
  };
}

const others = renderCluster(cluster).world.manifests.filter(({ tree }) => tree !== 'staging');
const steps = stepsOf(cluster, staging, [
  ...others,
  application('staging-vault', 1),
  application('staging-model-serving', 3),
]);
const titles = steps.map(({ title }) => title);
const commandsOf = (title: string) => steps.find((step) => step.title === title)?.commands ?? [];

describe('an environment with a vault', () => {
  test('what a person enters comes once the vault answers, and before those who wait for it', () => {
    expect(titles.slice(titles.indexOf('Wait for wave 1 of staging'))).toEqual([
      'Wait for wave 1 of staging',
      'Log in to the vault',
      'Enter staging-model-serving/broker',
      'Enter staging-batch-jobs/warehouse',
      'Wait for wave 3 of staging',
    ]);
  });

  test('the seal key and the credentials of the object storage are made before Argo CD comes', () => {
    const made = ['Make Secret staging-vault/openbao-seal', 'Make Secret staging-vault/object-storage'];
    for (const title of made) {
      expect(titles).toContain(title);
      expect(titles.indexOf(title)).toBeLessThan(titles.indexOf('Install Argo CD'));
    }
    expect(commandsOf('Make Secret staging-vault/openbao-seal')).toEqual([
      'install --directory --mode=700 secrets/staging-vault/openbao-seal',
      '[ -e secrets/staging-vault/openbao-seal/key ] || head --bytes=32 /dev/urandom > secrets/staging-vault/openbao-seal/key',
      'kubectl create secret generic openbao-seal --namespace=staging-vault --type=Opaque --from-file=key=secrets/staging-vault/openbao-seal/key',
    ]);
  });

  test('a person logs in by a token of a ServiceAccount, and values come from files', () => {
    expect(commandsOf('Log in to the vault')).toEqual([
      "kubectl get configmap internal-ca --namespace=staging-vault --output=jsonpath='{.data.ca\\.crt}' > secrets/ca.crt",
      'export BAO_ADDR=https://vault.internal.staging.data-frost.example:30444 BAO_CACERT=secrets/ca.crt',
      'export BAO_TOKEN=$(kubectl create token vault-operator --namespace=staging-vault --audience=openbao | bao write -field=token auth/kubernetes/login role=vault-operator jwt=-)',
    ]);
    expect(commandsOf('Enter staging-batch-jobs/warehouse').at(-1)).toBe(
      'bao kv put -mount=kv staging-batch-jobs/warehouse password=@secrets/staging-batch-jobs/warehouse/password user=@secrets/staging-batch-jobs/warehouse/user',
    );
    const script = steps.flatMap(({ commands }) => commands).join('\n');
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test('an environment whose Argo CD brings itself by no chart is refused', () => {
  const without = others.filter(({ object }) => object.kind !== 'Application');
  expect(() => stepsOf(cluster, staging, without)).toThrow(
    'proxmox: an Application must bring the chart argo-cd, got none',
  );
});
