import type { Breach } from './breach';

const GATEWAY = 'proxmox/gateway/Gateway/gateway/public';
const REDIRECT = 'proxmox/gateway/HTTPRoute/gateway/redirect-to-https';
const ROUTE = 'production/model-serving/HTTPRoute/iris';

/** Who reaches which Service under which name. */
export const routes: readonly Breach[] = [
  {
    law: 'gateway-references-are-whole',
    object: GATEWAY,
    change: { op: 'remove', path: '/spec/listeners/1/tls/certificateRefs/0/kind' },
    message:
      "`certificateRefs` to 'development-tls' must have `kind`, got nothing: the server fills in what Argo CD then takes for a change; write the default out",
  },
  {
    law: 'gateways-have-a-class',
    object: GATEWAY,
    change: { op: 'replace', path: '/spec/gatewayClassName', value: 'nginx' },
    message:
      '`gatewayClassName` must name a GatewayClass of the cluster, got \'nginx\'; use one of ["traefik"]',
  },
  {
    law: 'hosts-stay-behind-their-listener',
    object: ROUTE,
    change: {
      op: 'replace',
      path: '/spec/hostnames/0',
      value: 'iris.internal.production.data-frost.example',
    },
    message:
      "`parentRefs[0]` must lead host name 'iris.internal.production.data-frost.example' to listener 'production-private' alone (port 8444), got 'production' (port 8443), which others reach; name that listener as its `sectionName`",
  },
  {
    law: 'public-hosts-are-owned-once',
    object: GATEWAY,
    change: {
      op: 'add',
      path: '/spec/listeners/-',
      value: { name: 'plain', port: 8000, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
    },
    message:
      "`listeners[7]` must not have the port and host name of another, got 8000 and '*', which listener 'http' of proxmox/gateway/Gateway/gateway/public has too; change one of the two",
  },
  {
    law: 'routes-are-admitted',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/parentRefs/0/name', value: 'private' },
    message:
      "`parentRefs[0]` must name a Gateway that is rendered, got 'gateway/private'; correct name or namespace",
  },
  {
    law: 'routes-are-admitted',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/parentRefs/0/sectionName', value: 'https' },
    message:
      '`parentRefs[0]` must name a listener of Gateway \'gateway/public\', got \'https\'; its listeners are ["http","development","development-private","production","production-private","s…',
  },
  {
    law: 'routes-are-admitted',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/parentRefs/0/sectionName', value: 'staging' },
    message:
      "`parentRefs[0]` must name a listener that admits a HTTPRoute of namespace 'production-model-serving', got [\"staging\"] of Gateway 'gateway/public'; widen its `allowedRoutes` or label the namespace",
  },
  {
    law: 'routes-are-admitted',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/hostnames/0', value: 'iris.data-frost.example' },
    message:
      '`hostnames` must agree with the host name of a listener (["*.production.data-frost.example"]), got \'iris.data-frost.example\'; use a name within it',
  },
  {
    law: 'routes-are-admitted',
    object: GATEWAY,
    change: { op: 'replace', path: '/spec/listeners/0/allowedRoutes/namespaces/from', value: 'None' },
    path: REDIRECT,
    message:
      "`parentRefs[0]` must name a listener that admits a HTTPRoute of namespace 'gateway', got [\"http\"] of Gateway 'gateway/public'; widen its `allowedRoutes` or label the namespace",
  },
  {
    law: 'routes-reach-a-service',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/rules/0/backendRefs/0/name', value: 'irises' },
    message:
      "`rules[0].backendRefs[0]` must name a Service that is rendered, got 'production-model-serving/irises'; correct it or render the Service",
  },
  {
    law: 'routes-reach-a-service',
    object: ROUTE,
    change: { op: 'replace', path: '/spec/rules/0/backendRefs/0/port', value: 80 },
    message:
      "`rules[0].backendRefs[0].port` must be a port of Service 'production-model-serving/iris', got 80; use one of [3000]",
  },
  {
    law: 'routes-reach-a-service',
    object: 'production/model-serving/Service/iris',
    change: { op: 'replace', path: '/spec/ports/0/port', value: 80 },
    path: ROUTE,
    message:
      "`rules[0].backendRefs[0].port` must be a port of Service 'production-model-serving/iris', got 3000; use one of [80]",
  },
  {
    law: 'references-across-namespaces-are-granted',
    object: ROUTE,
    change: { op: 'add', path: '/spec/rules/0/backendRefs/0/namespace', value: 'staging-model-serving' },
    message:
      "`rules[0].backendRefs[0]` must not refer to Service 'staging-model-serving/iris' without leave, got no ReferenceGrant; render one in namespace 'staging-model-serving' from HTTPRoutes of namespace 'production-model-serving' to the Service",
  },
  {
    law: 'routes-use-what-the-gateway-applies',
    object: REDIRECT,
    change: {
      op: 'replace',
      path: '/spec/rules/0/filters/0/requestRedirect/statusCode',
      value: 307,
    },
    message:
      "`rules[0].filters[0].requestRedirect.statusCode` must be something that GatewayClass 'traefik' applies, got HTTPRoute307RedirectStatusCode, which is not among its supported features; remove it or do it in the application",
  },
  {
    law: 'routes-use-what-the-gateway-applies',
    object: ROUTE,
    change: { op: 'add', path: '/spec/rules/0/retry', value: { attempts: 3 } },
    message:
      "`rules[0].retry` must be something that GatewayClass 'traefik' applies, got HTTPRouteRetry, which is not among its supported features; remove it or do it in the application",
  },
  {
    law: 'routes-use-what-the-gateway-applies',
    object: ROUTE,
    change: {
      op: 'replace',
      path: '/spec/rules/0/matches/0/path',
      value: { type: 'RegularExpression', value: '/v[0-9]+' },
    },
    message:
      "`rules[0].matches[0].type: RegularExpression` must be something that GatewayClass 'traefik' applies, got what no feature of the Gateway API stands for, which is not among its supported features; remove it or do it in the application",
  },
];
