import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import {
  KubeHorizontalPodAutoscalerV2,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { deploymentOf } from './deployment';
import { httpRouteOf, podDisruptionBudgetOf, serviceMonitorOf, serviceOf } from './exposure';
import { type ModelServiceProps, modelServiceProps } from './props';
import {
  horizontalPodAutoscalerOf,
  scaledObjectOf,
  triggerAuthenticationsOf,
  verticalPodAutoscalerOf,
} from './scalers';

/**
 * A BentoML model behind HTTP, without Yatai or KServe: Deployment, Service, one scaler, and where they help a
 * vertical scaler, a disruption budget, a route and a monitor. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class ModelService extends Construct {
  readonly deployment: Resource<IDeployment>;
  readonly service: KubeService;

  constructor(scope: Construct, id: string, props: ModelServiceProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(modelServiceProps, props, this.node.path);
    const { name } = settings;

    new KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name, namespace },
      automountServiceAccountToken: false,
    });
    this.deployment = new Resource(this, 'Deployment', deploymentOf(namespace, settings));
    this.service = new KubeService(this, 'Service', serviceOf(namespace, settings));
    new Resource<IServiceMonitor>(this, 'ServiceMonitor', serviceMonitorOf(namespace, settings));

    const hpa = horizontalPodAutoscalerOf(namespace, settings);
    if (hpa !== undefined) new KubeHorizontalPodAutoscalerV2(this, 'HorizontalPodAutoscaler', hpa);
    const budget = podDisruptionBudgetOf(namespace, settings);
    if (budget !== undefined) new KubePodDisruptionBudget(this, 'PodDisruptionBudget', budget);
    const others = [
      scaledObjectOf(namespace, settings),
      verticalPodAutoscalerOf(namespace, settings),
      httpRouteOf(namespace, settings),
      ...triggerAuthenticationsOf(namespace, settings),
    ];
    for (const object of others) {
      if (object !== undefined) new Resource(this, `${object.kind}-${object.metadata?.name}`, object);
    }
  }
}
