import type { Breach } from './breach';

const SET = 'production/keycloak/StatefulSet/keycloak';
const CONTAINER = '/spec/template/spec/containers/0';

/** Ways to break the laws on Keycloak and its database. */
export const keycloak: readonly Breach[] = [
  {
    law: 'keycloak-admin-stays-private',
    object: 'production/keycloak/HTTPRoute/keycloak',
    change: { op: 'replace', path: '/spec/rules/0/matches/0/path/value', value: '/realms' },
    message:
      "`rules[0].matches` must not reach /realms/master from outside, got PathPrefix '/realms'; list the paths that people need, such as /realms/<realm> and /resources",
  },
  {
    law: 'keycloak-answers-its-probes',
    object: SET,
    change: { op: 'replace', path: `${CONTAINER}/readinessProbe/httpGet/path`, value: '/auth/health/ready' },
    message:
      "`readinessProbe.httpGet.path` must begin with /health, below which Keycloak answers, got '/auth/health/ready'",
  },
  {
    law: 'heaps-fit-their-limit',
    object: SET,
    change: { op: 'replace', path: `${CONTAINER}/resources/limits/memory`, value: '900Mi' },
    message:
      "`resources.limits.memory` must hold the heap (630Mi) and 300Mi beside it, got '900Mi'; raise it or lower the heap's share",
  },
  {
    law: 'keycloak-stops-within-its-grace',
    object: SET,
    change: { op: 'replace', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 20 },
    message:
      '`terminationGracePeriodSeconds` must be at least 26: 10 of `preStop`, 1 of KC_SHUTDOWN_DELAY, 10 of KC_SHUTDOWN_TIMEOUT and 5 to end, got 20; raise it',
  },
  {
    law: 'keycloak-trusts-its-proxy-alone',
    object: SET,
    change: { op: 'replace', path: `${CONTAINER}/env/20/value`, value: '0.0.0.0/0' },
    message:
      "`KC_PROXY_TRUSTED_ADDRESSES` must name the proxies whose headers count, got '0.0.0.0/0', which trusts everybody; set it to the network of the gateway's pods",
  },
  {
    law: 'keycloak-peers-are-alone',
    object: 'production/keycloak/NetworkPolicy/keycloak-from-keycloak',
    change: {
      op: 'add',
      path: '/spec/ingress/-',
      value: { from: [{ ipBlock: { cidr: '10.20.0.0/24' } }], ports: [{ port: 57_800, protocol: 'TCP' }] },
    },
    message: '`ingress[1]` must not open port 57800 to a network, got 10.20.0.0/24; name the pods',
  },
  {
    law: 'pools-fit-their-database',
    object: 'production/keycloak/Cluster/keycloak-database',
    change: { op: 'replace', path: '/spec/postgresql/parameters/max_connections', value: '70' },
    path: SET,
    message:
      '`KC_DB_POOL_MAX_SIZE` times 2 replicas must be at most the 70 connections of the database less 15, got 30 times 2, 60; lower it or raise max_connections',
  },
  {
    law: 'replicas-are-spread',
    object: SET,
    change: {
      op: 'add',
      path: '/spec/template/spec/topologySpreadConstraints/0/matchLabelKeys',
      value: ['pod-template-hash'],
    },
    message:
      "`topologySpreadConstraints[0].matchLabelKeys` must hold labels that pods of a StatefulSet have, got 'pod-template-hash'; remove it",
  },
  {
    law: 'keycloak-starts-as-it-was-built',
    object: SET,
    change: { op: 'remove', path: '/spec/template/spec/initContainers/1/env/0' },
    message:
      "`KC_DB` must be what it was built with, nothing, got 'postgres'; give both containers one list of build options",
  },
  {
    law: 'claims-outlive-their-application',
    object: 'production/keycloak/Cluster/keycloak-database',
    change: { op: 'remove', path: '/metadata/annotations' },
    message:
      "annotation `argocd.argoproj.io/sync-options` must hold Prune=false and Delete=false, got nothing; write 'Prune=false,Delete=false'",
  },
  {
    law: 'secrets-have-one-producer',
    object: 'production/keycloak/ExternalSecret/keycloak-bootstrap',
    change: { op: 'remove-object' },
    path: SET,
    message:
      "volume 'secrets' must name a Secret that something makes, got 'production-keycloak/keycloak-bootstrap'; render an ExternalSecret or a Certificate for it, or list it among the bootstrap Secrets",
  },
];
