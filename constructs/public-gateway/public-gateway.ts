import type { IGateway } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Construct } from 'constructs';
import { NAMESPACE_LABEL } from '../labels';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';

/** The listener that answers plain HTTP, by sending it to HTTPS. */
const HTTP_LISTENER = 'http';

/** One domain that the gateway answers for. */
export interface Listener {
  /** Name by which routes attach to it. */
  readonly name: string;
  /** The entry point behind it: `https` is everybody's, `private` is for the administrators' networks. */
  readonly entryPoint: 'https' | 'private';
  /** Domain whose host names, one label deep, it takes. */
  readonly domain: string;
  /** Secret of type kubernetes.io/tls in the gateway's namespace, for `*.<domain>`. */
  readonly certificateSecret: string;
  /** Namespaces whose routes may attach. */
  readonly routeNamespaces: readonly string[];
}

export interface PublicGatewayProps {
  readonly name: string;
  /** GatewayClass that the gateway's controller brings. */
  readonly gatewayClassName: string;
  /** Ports of the controller's own entry points, which listeners must name. */
  readonly ports: { readonly http: number; readonly https: number; readonly private: number };
  readonly listeners: readonly Listener[];
}

/**
 * The one way into the cluster: TLS for each domain, plain HTTP redirected. Its chart must name a namespace.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gateway
 */
export class PublicGateway extends Construct {
  constructor(scope: Construct, id: string, props: PublicGatewayProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    new Resource(this, 'Gateway', gatewayOf(namespace, props));
    new Resource(this, 'RedirectToHttps', redirectOf(namespace, props));
  }
}

function gatewayOf(
  namespace: string,
  { name, gatewayClassName, ports, listeners }: PublicGatewayProps,
): IGateway {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: {
      gatewayClassName,
      listeners: [
        {
          name: HTTP_LISTENER,
          protocol: 'HTTP',
          port: ports.http,
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
        ...listeners.map((listener) => httpsListenerOf(listener, ports[listener.entryPoint])),
      ],
    },
  };
}

function httpsListenerOf({ name, domain, certificateSecret, routeNamespaces }: Listener, port: number) {
  return {
    name,
    protocol: 'HTTPS',
    port,
    hostname: `*.${domain}`,
    tls: {
      mode: 'Terminate' as const,
      certificateRefs: [{ group: '', kind: 'Secret', name: certificateSecret }],
    },
    allowedRoutes: {
      namespaces: {
        from: 'Selector' as const,
        selector: {
          matchExpressions: [{ key: NAMESPACE_LABEL, operator: 'In', values: [...routeNamespaces] }],
        },
      },
    },
  };
}

function redirectOf(namespace: string, { name }: PublicGatewayProps): IHTTPRoute {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'redirect-to-https', namespace },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name, sectionName: HTTP_LISTENER }],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
        },
      ],
    },
  };
}
