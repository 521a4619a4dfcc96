import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { Construct } from 'constructs';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';

const GATEWAY_API = 'gateway.networking.k8s.io';

export interface HostRouteProps {
  /** Name of the route. */
  readonly name: string;
  /** The host name whose requests are sent on, whatever their path. */
  readonly hostname: string;
  /** Gateway that it attaches to. */
  readonly gateway: { readonly name: string; readonly namespace: string };
  /** Listener of the gateway. */
  readonly listener: string;
  /** Service in the namespace of the chart that gets the requests, and its port. */
  readonly service: { readonly name: string; readonly port: number };
}

/**
 * One host name that leads to one Service, such as one that a chart of others brings. Its chart must name a namespace.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httproute
 */
export class HostRoute extends Construct {
  constructor(scope: Construct, id: string, props: HostRouteProps) {
    super(scope, id);
    const { name, hostname, gateway, listener, service } = props;
    new Resource<IHTTPRoute>(this, 'Route', {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'HTTPRoute',
      metadata: { name, namespace: namespaceOf(this) },
      spec: {
        hostnames: [hostname],
        parentRefs: [{ group: GATEWAY_API, kind: 'Gateway', ...gateway, sectionName: listener }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [{ group: '', kind: 'Service', ...service, weight: 1 }],
          },
        ],
      },
    });
  }
}
