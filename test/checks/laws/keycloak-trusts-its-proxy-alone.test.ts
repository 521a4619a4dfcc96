import { keycloakTrustsItsProxyAlone as law } from '../../../checks/laws/keycloak-trusts-its-proxy-alone';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const POLICY = 'NetworkPolicy/keycloak-from-gateway-traefik';

test.each([
  [undefined, 'nothing'],
  ['0.0.0.0/0', "'0.0.0.0/0'"],
])('trusted addresses %p fail', (value, got) => {
  expect(judgeKeycloak(law, option('KC_PROXY_TRUSTED_ADDRESSES', value))).toEqual([
    expect.stringContaining(
      `\`KC_PROXY_TRUSTED_ADDRESSES\` must name the proxies whose headers count, got ${value === undefined ? "''" : got}`,
    ),
  ]);
});

test('a server behind a gateway that reads no headers fails', () => {
  expect(judgeKeycloak(law, option('KC_PROXY_HEADERS', undefined))).toEqual([
    "StatefulSet/keycloak: `KC_PROXY_HEADERS` must be set behind a gateway, got nothing; use 'xforwarded', or every client has the gateway's address",
  ]);
});

test('a policy that lets others in fails', () => {
  const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'guests' } } }];
  expect(judgeKeycloak(law, [POLICY, '/spec/ingress/0/from', from])).toEqual([
    "NetworkPolicy/keycloak-from-gateway-traefik: `ingress[0]` must open port 8080 to pods of production-keycloak and gateway alone, whose headers are believed, got namespace 'guests'",
  ]);
});

test('a policy that lets a network in fails', () => {
  expect(judgeKeycloak(law, [POLICY, '/spec/ingress/0/from', [{ ipBlock: { cidr: '10.0.0.0/8' } }]])).toEqual(
    [expect.stringContaining("got network '10.0.0.0/8'")],
  );
});

test('the same policy for another port passes', () => {
  const rule = { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 9001, protocol: 'TCP' }] };
  expect(judgeKeycloak(law, [POLICY, '/spec/ingress/-', rule])).toEqual([]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
