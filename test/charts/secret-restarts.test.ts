import { readFileSync } from 'node:fs';
import { renderCluster } from '../../app';
import { judge } from '../../checks/judge';
import { laws } from '../../checks/laws';
import { podReferencesOf } from '../../checks/readers/pod-references';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { at, type Rendered } from '../constructs/rendered';
import { changed } from '../environments/change';
import { withVault } from '../environments/with-vault';
import { built } from './built';

const DECISION = 'docs/decisions/0011-a-changed-secret-reaches-its-program-as-a-file.md';

/** An application of staging, where a model reads these Secrets. */
function staging(application: string, secrets: readonly object[]): Rendered {
  const [cluster] = resolveInventory(changed('staging.modelServing.models.iris.secrets', secrets, withVault));
  if (cluster === undefined) throw new Error('there must be a cluster');
  return built(cluster, 'staging', application);
}

const restarts = ({ names }: Rendered) => names.filter((name) => name.includes('secret-restarts'));
const weights = { secret: 'weights', keys: ['token'] };
const labels = { secret: 'labels', keys: ['url'], reload: 'by-itself' };

describe('a model that reads a Secret', () => {
  test('at its start alone is restarted, unless it says that it reads it anew', () => {
    expect(restarts(staging('model-serving', [weights, labels]))).toEqual(
      [
        'ConfigMap/secret-restarts-program-XXXXXXXXXX',
        'ConfigMap/secret-restarts-state-XXXXXXXXXX',
        'CronJob/secret-restarts',
        'NetworkPolicy/secret-restarts-to-api-server',
        'PrometheusRule/secret-restarts',
        'ServiceAccount/secret-restarts',
      ].map((name) => expect.stringMatching(`^${name.replace('XXXXXXXXXX', '[0-9a-f]{10}')}$`)),
    );
    expect(restarts(staging('model-serving', [labels]))).toEqual([]);
  });

  test('gives the program rights on that Secret and its own Deployment', () => {
    const namespaces = staging('namespaces', [weights, labels]);
    expect(at(namespaces.one('Role/secret-restarts'), 'rules')).toMatchObject([
      { resources: ['secrets'], resourceNames: ['weights'] },
      { resources: ['deployments'], resourceNames: ['iris'] },
    ]);
    expect(restarts(namespaces)).toEqual(['Role/secret-restarts', 'RoleBinding/secret-restarts']);
    expect(restarts(staging('namespaces', [labels]))).toEqual([]);
  });

  test('opens the way to the API server to the program alone', () => {
    const policy = staging('model-serving', [weights]).one('NetworkPolicy/secret-restarts-to-api-server');
    const pods = staging('model-serving', [weights]).one('CronJob/secret-restarts');
    const template = at(pods, 'spec.jobTemplate.spec.template.metadata.labels');
    expect(template).toMatchObject(Object(at(policy, 'spec.podSelector.matchLabels')));
    expect(at(policy, 'spec.egress.0.ports')).toEqual([{ protocol: 'TCP', port: 6443 }]);
  });

  test('breaks no law', () => {
    const withSecrets = changed('staging.modelServing.models.iris.secrets', [weights, labels], withVault);
    const faults = resolveInventory(withSecrets)
      .map(renderCluster)
      .flatMap(({ world, faults: told }) => [...told, ...judge(world, laws)]);
    expect(faults).toEqual([]);
  });
});

test('every Secret that a serving pod reads stands in the decision, with what happens when it changes', () => {
  const table = readFileSync(DECISION, 'utf8');
  const mounted = resolveInventory(inventory).flatMap((cluster) =>
    renderCluster(cluster)
      .world.pods.filter(({ serves }) => serves)
      .flatMap((pods) =>
        podReferencesOf(pods)
          .filter(({ kind, field }) => kind === 'Secret' && !field.includes('imagePullSecrets'))
          .map(
            ({ name }) =>
              `| ${pods.manifest.object.kind} \`${pods.manifest.object.metadata.name}\` | \`${name}\` |`,
          ),
      ),
  );
  const rows = [...new Set(mounted)].sort();
  const written = table
    .split('\n')
    .flatMap((line) => /^\| (?:Deployment|StatefulSet) `[^|]+\| `[^|]+\|/.exec(line)?.[0] ?? []);
  expect(rows.length).toBeGreaterThan(0);
  expect(written.sort()).toEqual(rows);
});
