import { KubePodDisruptionBudget, KubeService, KubeServiceAccount } from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { HostRoute } from '../public-gateway/host-route';
import { Resource } from '../resource';
import { deploymentOf } from './deployment';
import { podDisruptionBudgetOf, serviceOf } from './exposure';
import { gatewayOf, type ModelGatewayProps, modelGatewayProps, PROXY_PORT } from './props';

/**
 * Sign-in in front of one model, by oauth2-proxy: Deployment, Service, a budget where it helps, and the model's route, which
 * has the model's own name, so that a model that begins to ask for sign-in is at no time reached past it. One a model and
 * not one for all: the proxy tells upstreams apart by their path and never by host name, and so each has its own cookies.
 * Its chart must name a namespace, which is the model's.
 *
 * @throws FaultsError when the props contradict each other
 * @see https://oauth2-proxy.github.io/oauth2-proxy/configuration/providers/keycloak_oidc
 */
export class ModelGateway extends Construct {
  constructor(scope: Construct, id: string, props: ModelGatewayProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(modelGatewayProps, props, this.node.path);
    const { model, route } = settings;
    const name = gatewayOf(model);

    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name, namespace },
      automountServiceAccountToken: false,
    });
    new Resource<IDeployment>(this, 'Deployment', deploymentOf(namespace, settings));
    new KubeService(this, 'Service', serviceOf(namespace, settings));
    const budget = podDisruptionBudgetOf(namespace, settings);
    if (budget !== undefined) new KubePodDisruptionBudget(this, 'PodDisruptionBudget', budget);
    new HostRoute(this, 'Route', { name: model, ...route, service: { name, port: PROXY_PORT } });
  }
}
