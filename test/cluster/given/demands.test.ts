import { demandGiven, type GivenCluster } from './demands';

const demands = {
  taken: [],
  served: { 'v1beta1.metrics.k8s.io': 'metrics-server' },
  workers: 3,
};
const found: GivenCluster = {
  server: 'https://127.0.0.1:6443',
  administrator: true,
  workers: ['a', 'b', 'c'],
  defaultStorageClass: 'standard',
  served: ['v1beta1.metrics.k8s.io'],
};

test('an empty cluster with all that is needed will do', () => {
  expect(() => demandGiven(found, demands)).not.toThrow();
});

test('one that is in use, or lacks something, is told everything at once and nothing is changed in it', () => {
  const other = {
    ...found,
    administrator: false,
    workers: ['a'],
    defaultStorageClass: undefined,
    served: [],
  };
  expect(() => demandGiven(other, { ...demands, taken: ['Namespace argocd'] })).toThrow(
    [
      'the cluster at https://127.0.0.1:6443 that KUBECONFIG names cannot be proven on:',
      '- its user must be a cluster administrator',
      '- Namespace argocd must not be there: the proofs change it, break what is in it, and remove it',
      '- v1beta1.metrics.k8s.io must be served; install metrics-server',
      '- it must have a default StorageClass',
      '- it must have 3 nodes that take pods, got 1',
    ].join('\n'),
  );
});
