import { keycloakPeersAreAlone as law } from '../../../checks/laws/keycloak-peers-are-alone';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects } from '../keycloak';
import { deployment, labelsOf, object } from '../objects';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const OWN = 'NetworkPolicy/keycloak-from-keycloak';
const TRAEFIK = 'NetworkPolicy/keycloak-from-gateway-traefik';
const port = (number: number) => ({ port: number, protocol: 'TCP' });

test('a way for others to the ports of the servers fails', () => {
  expect(judgeKeycloak(law, [TRAEFIK, '/spec/ingress/0/ports/-', port(7800)])).toEqual([
    'NetworkPolicy/keycloak-from-gateway-traefik: `ingress[0]` must open port 7800 to the servers themselves alone, got other pods of namespace gateway; remove the port from the rule',
  ]);
});

test('a way for the gateway to health and metrics fails', () => {
  expect(judgeKeycloak(law, [TRAEFIK, '/spec/ingress/0/ports/-', port(9000)])).toEqual([
    'NetworkPolicy/keycloak-from-gateway-traefik: `ingress[0]` must not open port 9000 to the gateway, got namespace gateway; health and metrics are for monitoring alone',
  ]);
});

test('a way for other pods that we render to health and metrics fails', () => {
  const guest = deployment('iris', {}, {}, 'guests');
  const peer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'guests' } },
    podSelector: { matchLabels: labelsOf('iris', 'guests') },
  };
  const open = (number: number) =>
    judge(law, [
      ...keycloakObjects,
      guest,
      object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        'keycloak-from-guests',
        {
          spec: {
            podSelector: {},
            policyTypes: ['Ingress'],
            ingress: [{ from: [peer], ports: [port(number)] }],
          },
        },
        'production-keycloak',
      ),
    ]);
  expect(open(8080)).toEqual([]);
  expect(open(9000)).toEqual([
    'NetworkPolicy/production-keycloak/keycloak-from-guests: `ingress[0]` must open port 9000 to monitoring alone, got pods of namespace guests; remove the port from the rule',
  ]);
});

test('a way for a network fails', () => {
  const rule = { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [port(57_800)] };
  expect(judgeKeycloak(law, [OWN, '/spec/ingress/-', rule])).toEqual([
    'NetworkPolicy/keycloak-from-keycloak: `ingress[1]` must not open port 57800 to a network, got 10.0.0.0/8; name the pods',
  ]);
});

test.each([
  [OWN, 'ingress'],
  ['NetworkPolicy/keycloak-to-keycloak', 'egress'],
])('%s without a port that servers need fails', (policy, direction) => {
  expect(judgeKeycloak(law, [policy, `/spec/${direction}/0/ports/1`, undefined])).toEqual([
    `StatefulSet/keycloak: must be open to its own pods at port 57800, got an ${direction} that shuts it; add a policy between the servers`,
  ]);
});

test('a single server needs no other', () => {
  expect(
    judgeKeycloak(
      law,
      ['StatefulSet/keycloak', '/spec/replicas', 1],
      [OWN, '/spec/ingress/0/ports/1', undefined],
    ),
  ).toEqual([]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
