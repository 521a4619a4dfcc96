import { inventory } from '../../environments/inventory';
import { changed } from './change';
import { clusterValues } from './faults/cluster-values';
import { environmentValues } from './faults/environment-values';
import { patchValues } from './faults/patch-values';
import { vaultValues } from './faults/vault-values';
import { jobValues, modelValues } from './faults/workload-values';
import { faultsOf } from './faults-of';

const values = [
  ...clusterValues,
  ...environmentValues,
  ...modelValues,
  ...jobValues,
  ...patchValues,
  ...vaultValues,
];

test.each(values)('%s: %p', (path, value, fault) => {
  expect(faultsOf(changed(path, value))).toEqual([fault]);
});

test('every sentence says what must or must not be', () => {
  for (const [, , fault] of values) expect(fault).toMatch(/^[\w/-]+: (`[\w.-]+` )?must (not )?\w/);
});

test('all faults of all clusters and environments come at once, those of values and those of rules', () => {
  const faulty = [
    ['proxmox.virtualIp', '10.20.0'],
    ['development.priority', 'low'],
    ['development.timeZone', 'Brazil'],
    ['staging.batchJobs.jobs.iris-scoring.calls.0.model', 'iri'],
    ['production.modelServing.models.iris.image', 'iris:latest'],
  ].reduce((faults, [path = '', value]) => changed(path, value, faults), inventory);
  expect(faultsOf(faulty).map((fault) => fault.replace(/ must .*/, ''))).toEqual([
    'proxmox: `virtualIp`',
    'development: `timeZone`',
    'development: `priority`',
    'production/model-serving/iris: `image`',
    'staging/batch-jobs/iris-scoring: `calls`',
  ]);
});

test('what cannot be understood makes no other fault', () => {
  expect(faultsOf(changed('production.priority', 'high'))).toHaveLength(1);
  expect(faultsOf(changed('proxmox.nodes.worker-1.cpu', 0))).toHaveLength(1);
});

test('an environment may be of no model and no job', () => {
  expect(
    faultsOf(changed('staging.modelServing', undefined, changed('staging.batchJobs', undefined))),
  ).toEqual([]);
});
