import { CRD, definitionsOf, type Operator } from './operator';

const GROUP = 'gateway.networking.k8s.io';

const PLURALS = [
  'backendtlspolicies',
  'gatewayclasses',
  'gateways',
  'grpcroutes',
  'httproutes',
  'listenersets',
  'referencegrants',
  'tcproutes',
  'tlsroutes',
  'udproutes',
];

/** A policy of upstream's that refuses definitions of the experimental channel over these. */
const SAFE_UPGRADES = ['safe-upgrades.gateway.networking.k8s.io'];

/**
 * The kinds of the Gateway API, standard channel. Upstream has no chart; those of gateway controllers that bring the
 * definitions bring the version that the controller was built with, and two of them overwrite each other. So they come
 * from upstream's own repository at its tag.
 * @see https://gateway-api.sigs.k8s.io/guides/getting-started/#install-standard-channel
 */
export const gatewayApi: Operator = {
  name: 'gateway-api',
  source: {
    kind: 'folder',
    repoURL: 'https://github.com/kubernetes-sigs/gateway-api',
    tag: 'v1.6.3',
    path: 'config/crd/standard',
  },
  wave: 1,
  waitedFor: true,
  parts: {},
  brings: [GROUP],
  clusterKinds: {
    [CRD]: definitionsOf(GROUP, PLURALS),
    'admissionregistration.k8s.io/ValidatingAdmissionPolicy': SAFE_UPGRADES,
    'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': SAFE_UPGRADES,
  },
  namespacedKinds: [],
};
