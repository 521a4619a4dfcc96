import { Kubectl } from '../../bootstrap/kubectl';
import { look } from '../../bootstrap/look';
import { nameSteps } from '../../bootstrap/name-steps';
import { inventory } from '../../environments/inventory';
import { publicNameLines } from '../../environments/public-names';
import { resolveInventory } from '../../environments/resolve';
import { changed } from '../environments/change';

function stepsOf(name: string, from = inventory) {
  const [cluster] = resolveInventory(from);
  const environment = cluster?.environments.find((one) => one.name === name);
  if (cluster === undefined || environment === undefined) throw new Error(`there must be a ${name}`);
  return { cluster, steps: nameSteps(cluster, environment) };
}

const nobody = new Kubectl(['--kubeconfig=/dev/null']);

describe('names', () => {
  test('each host of production must lead to where it is answered', () => {
    const [records] = stepsOf('production').steps;
    expect(records?.checks).toEqual([
      ...['digits', 'id', 'iris'].map((host) => ({
        kind: 'host',
        hostname: `${host}.production.data-frost.example`,
        addresses: ['10.20.0.10'],
      })),
      ...['argocd', 'id', 'vault'].map((host) => ({
        kind: 'host',
        hostname: `${host}.internal.production.data-frost.example`,
        addresses: ['10.20.0.21', '10.20.0.22', '10.20.0.23'],
      })),
    ]);
    expect(records?.why).toContain('`*.production.data-frost.example` → 10.20.0.10 (the balancers)');
    expect(records?.why).toContain(
      '`*.internal.production.data-frost.example` → 10.20.0.21, 10.20.0.22, 10.20.0.23 (the workers)',
    );
    expect(records?.why).toContain('https://vault.internal.production.data-frost.example:30444');
    expect(records?.why).toContain('10.30.0.0/24 must have a way to the workers');
  });

  test('Argo CD has a host in the environment of the platform alone', () => {
    const [records] = stepsOf('staging').steps;
    expect(records?.commands.join()).not.toContain('argocd');
  });

  test('pods are led to the gateway where the cluster wants that, in all of its environments', () => {
    const { cluster, steps } = stepsOf('staging');
    expect(publicNameLines(cluster)).toEqual(
      ['development', 'staging', 'production'].map(
        (name) =>
          `rewrite name regex ^[^.]+\\.${name}\\.data-frost\\.example\\.$ traefik.gateway.svc.cluster.local. answer auto`,
      ),
    );
    expect(steps.map(({ checks }) => checks[0]?.kind)).toEqual(['host', 'corefile']);
    const outside = stepsOf('staging', changed('proxmox.inClusterEntry', 'virtual-ip'));
    expect(publicNameLines(outside.cluster)).toEqual([]);
    expect(outside.steps.map(({ checks }) => checks[0]?.kind)).toEqual(['host']);
  });
});

describe('a host name', () => {
  test.each([
    ['that leads where it must', 'localhost', ['127.0.0.1'], 'there', ''],
    ['that leads to one of several', 'localhost', ['10.20.0.21', '127.0.0.1'], 'there', ''],
    [
      'that leads elsewhere',
      'localhost',
      ['10.20.0.21', '10.20.0.22'],
      'wrong',
      'must lead to 10.20.0.21, 10.20.0.22, got 127.0.0.1',
    ],
    // No name has a label of 64 characters, so nobody is asked.
    ['that there is not', `${'x'.repeat(64)}.example`, ['10.20.0.21'], 'missing', 'must lead to 10.20.0.21'],
  ])('%s', async (_, hostname, addresses, state, detail) => {
    const check = { kind: 'host', hostname, addresses } as const;
    expect(await look(check, nobody)).toEqual({ check, state, detail });
  });
});
