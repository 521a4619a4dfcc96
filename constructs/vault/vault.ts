import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor';
import {
  KubeConfigMap,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
} from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { VAULT_BREAK_GLASS } from '../../reconcilers/vault/policies';
import { digestOf } from '../../values/digest';
import { resolve } from '../../values/parse';
import { namespaceOf } from '../namespace';
import { Resource } from '../resource';
import { prometheusRuleOf as snapshotAlertsOf } from '../scheduled-job/alerts';
import { prometheusRuleOf } from './alerts';
import { certificateOf } from './certificate';
import { CONFIGURATION_FILE, configurationOf, INITIALISATION_FILE } from './configuration';
import { podDisruptionBudgetOf, routesOf, serviceMonitorOf, servicesOf } from './exposure';
import { GUARD_FILE } from './guard';
import { initialisationOf } from './initialisation';
import {
  OPERATOR_ACCOUNT,
  SNAPSHOT_SECONDS,
  SNAPSHOTS,
  VAULT,
  type VaultProps,
  type VaultSettings,
  vaultProps,
} from './props';
import { snapshotFilesOf } from './snapshot-files';
import { LATE_SECONDS, SESSION, snapshotJobOf } from './snapshots';
import { statefulSetOf } from './stateful-set';

/** ServiceAccounts that no pod runs as: a person asks the API server for a token of one, to log in with. */
const PEOPLE = [OPERATOR_ACCOUNT, VAULT_BREAK_GLASS];

/**
 * OpenBao with integrated storage: nodes that find each other over TLS, open themselves by a static seal, and initialise
 * once; Services, certificate, budget, monitor, alerts, and snapshots that leave the cluster. Its rights in the Kubernetes
 * API are a construct of their own, `VaultRights`. Its chart must name a namespace.
 *
 * @throws FaultsError when the props contradict each other
 */
export class Vault extends Construct {
  readonly statefulSet: Resource<IStatefulSet>;

  constructor(scope: Construct, id: string, props: VaultProps) {
    super(scope, id);
    const namespace = namespaceOf(this);
    const settings = resolve(vaultProps, props, this.node.path);

    for (const name of [VAULT, SNAPSHOTS, ...PEOPLE]) account(this, namespace, name);
    new Resource<ICertificate>(this, 'Certificate', certificateOf(namespace));
    this.statefulSet = new Resource(
      this,
      'StatefulSet',
      statefulSetOf(namespace, settings, {
        configuration: configMap(this, VAULT, { [CONFIGURATION_FILE]: configurationOf(namespace, settings) }),
        initialisation: configMap(this, `${VAULT}-initialise`, {
          [INITIALISATION_FILE]: initialisationOf(namespace),
        }),
        guard: configMap(this, `${VAULT}-guard`, { [GUARD_FILE]: settings.guard.program }),
      }),
    );
    for (const service of servicesOf(namespace))
      new KubeService(this, `Service-${service.metadata?.name}`, service);
    const budget = podDisruptionBudgetOf(namespace, settings);
    if (budget !== undefined) new KubePodDisruptionBudget(this, 'PodDisruptionBudget', budget);
    for (const route of routesOf(namespace, settings)) new Resource(this, route.kind, route);
    new Resource<IServiceMonitor>(this, 'ServiceMonitor', serviceMonitorOf(namespace));
    new Resource<IPrometheusRule>(this, 'PrometheusRule', prometheusRuleOf(namespace, settings));
    snapshots(this, namespace, settings);
  }
}

function snapshots(scope: Construct, namespace: string, settings: VaultSettings): void {
  const files = configMap(scope, SNAPSHOTS, snapshotFilesOf(namespace, SESSION));
  new Resource<ICronJob>(scope, 'CronJob', snapshotJobOf(namespace, settings, files));
  const alerts = snapshotAlertsOf(namespace, {
    name: SNAPSHOTS,
    schedule: settings.snapshots.schedule,
    suspend: false,
    startingDeadlineSeconds: LATE_SECONDS,
    activeDeadlineSeconds: SNAPSHOT_SECONDS,
  });
  if (alerts !== undefined) new Resource<IPrometheusRule>(scope, 'SnapshotAlerts', alerts);
}

function account(scope: Construct, namespace: string, name: string): void {
  new KubeServiceAccount(scope, `ServiceAccount-${name}`, {
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  });
}

/** A ConfigMap whose name changes with what it holds, so that its readers are made anew; returns that name. */
function configMap(scope: Construct, prefix: string, data: Readonly<Record<string, string>>): string {
  const name = `${prefix}-${digestOf(data)}`;
  new KubeConfigMap(scope, `ConfigMap-${prefix}`, { metadata: { name }, data: { ...data }, immutable: true });
  return name;
}
