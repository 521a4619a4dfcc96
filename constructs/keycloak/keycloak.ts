import { KubePodDisruptionBudget, KubeService, KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { prometheusRuleOf } from './alerts';
import {
  adminRouteOf,
  internalServiceOf,
  podDisruptionBudgetOf,
  publicRouteOf,
  serviceMonitorOf,
  serviceOf,
} from './exposure';
import { KEYCLOAK, type KeycloakProps, keycloakProps } from './props';
import { statefulSetOf } from './stateful-set';

/**
 * Keycloak from the official image: servers that form one cluster, one realm's paths on the public route, the console on
 * a private one. Its chart must name a namespace, in which the database and the Secret `keycloak-bootstrap` are.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://www.keycloak.org/guides#server
 */
export class Keycloak extends Construct {
  readonly statefulSet: Resource<IStatefulSet>;
  readonly service: KubeService;

  constructor(scope: Construct, id: string, props: KeycloakProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(keycloakProps, props, this.node.path);
    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: KEYCLOAK, namespace },
      automountServiceAccountToken: false,
    });
    this.statefulSet = new Resource(this, 'StatefulSet', statefulSetOf(namespace, settings));
    this.service = new KubeService(this, 'Service', serviceOf(namespace));
    new KubeService(this, 'InternalService', internalServiceOf(namespace));
    new Resource(this, 'PublicRoute', publicRouteOf(namespace, settings));
    new Resource(this, 'AdminRoute', adminRouteOf(namespace, settings));
    new Resource(this, 'ServiceMonitor', serviceMonitorOf(namespace));
    new Resource(this, 'PrometheusRule', prometheusRuleOf(namespace, settings));
    const budget = podDisruptionBudgetOf(namespace, settings);
    if (budget !== undefined) new KubePodDisruptionBudget(this, 'PodDisruptionBudget', budget);
  }
}
