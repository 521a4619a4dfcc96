import type { Chart } from 'cdk8s';
import type { Cluster, Environment } from '../environments/environment';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import { namespaceOf } from '../environments/resolve-environment';
import { batchJobs } from './batch-jobs';
import { gateway } from './gateway';
import { keycloak } from './keycloak';
import { modelServing } from './model-serving';
import { clusterNamespaces, environmentNamespaces } from './namespaces';
import { signIn } from './sign-in';
import { trust } from './trust';
import { vault, vaultSignIn } from './vault';

/** One Argo CD Application: one folder below `dist/<tree>/`. */
export interface Application<Place> {
  /** Name of the folder; the Application is `<tree>-<name>`. */
  readonly name: string;
  /** Order of the first sync within its tree; an application needs only those of lower waves. */
  readonly wave: number;
  /**
   * Whether those of later waves, and for a cluster's the environments, wait until it is healthy. Not where one
   * environment's fault makes it sick and another's workloads run without it.
   */
  readonly waitedFor: boolean;
  /**
   * Whose rights it is synced with: `namespaces` may make namespaces and bound them, `trust` may say who signs certificates, `sign-in`
   * may lead people to Argo CD,
   * `workloads` may fill a namespace.
   */
  readonly project: 'namespaces' | 'sign-in' | 'trust' | 'workloads';
  /** Namespace of what it holds; undefined where each object names its own. */
  readonly namespace: (place: Place) => string | undefined;
  /** Renders into the chart; undefined where the place has no such application. */
  readonly builder: (place: Place) => ((chart: Chart) => void) | undefined;
}

/** What exists once a cluster, besides its operators: their waves lie between these. */
export const clusterApplications: readonly Application<Cluster>[] = [
  {
    name: 'namespaces',
    wave: 0,
    waitedFor: true,
    project: 'namespaces',
    namespace: () => undefined,
    builder: (cluster) => (chart) => clusterNamespaces(chart, cluster),
  },
  {
    name: 'trust',
    wave: 4,
    waitedFor: true,
    project: 'trust',
    namespace: () => undefined,
    builder: (cluster) => (chart) => trust(chart, cluster),
  },
  {
    name: 'gateway',
    wave: 6,
    waitedFor: false,
    project: 'workloads',
    namespace: (cluster) => cluster.gateway.controller.namespace,
    builder: (cluster) => (chart) => gateway(chart, cluster),
  },
  {
    name: 'sign-in',
    wave: 7,
    waitedFor: false,
    project: 'sign-in',
    namespace: () => ARGOCD_NAMESPACE,
    builder: signInBuilder,
  },
];

/** The vault that keeps the secret of Argo CD's client, and whose people sign in with it. */
function signInBuilder({ environments, platformEnvironment, argoCdSignIn }: Cluster) {
  const platform = environments.find(({ name }) => name === platformEnvironment);
  const vault = platform?.vault;
  if (platform === undefined || vault === undefined || argoCdSignIn === undefined) return undefined;
  return (chart: Chart) => signIn(chart, platform, vault, argoCdSignIn);
}

/** What exists once an environment. */
export const environmentApplications: readonly Application<Environment>[] = [
  {
    name: 'namespaces',
    wave: 0,
    waitedFor: true,
    project: 'namespaces',
    namespace: () => undefined,
    builder: (environment) => (chart) => environmentNamespaces(chart, environment),
  },
  {
    name: 'vault',
    wave: 1,
    waitedFor: true,
    project: 'workloads',
    namespace: (environment) => namespaceOf(environment.name, 'vault'),
    builder: (environment) => {
      const facts = environment.vault;
      return facts && ((chart) => vault(chart, environment, facts));
    },
  },
  {
    name: 'keycloak',
    wave: 2,
    waitedFor: true,
    project: 'workloads',
    namespace: (environment) => namespaceOf(environment.name, 'keycloak'),
    builder: (environment) => {
      const { keycloak: facts, vault } = environment;
      return facts && vault && ((chart) => keycloak(chart, environment, facts, vault));
    },
  },
  {
    name: 'vault-sign-in',
    wave: 3,
    waitedFor: false,
    project: 'workloads',
    namespace: (environment) => namespaceOf(environment.name, 'vault'),
    builder: (environment) => {
      const facts = environment.vault;
      return facts?.issuer === undefined ? undefined : (chart) => vaultSignIn(chart, environment, facts);
    },
  },
  {
    name: 'model-serving',
    wave: 3,
    waitedFor: true,
    project: 'workloads',
    namespace: (environment) => namespaceOf(environment.name, 'model-serving'),
    builder: (environment) => {
      const serving = environment.modelServing;
      return serving && ((chart) => modelServing(chart, environment, serving));
    },
  },
  {
    name: 'batch-jobs',
    wave: 3,
    waitedFor: true,
    project: 'workloads',
    namespace: (environment) => namespaceOf(environment.name, 'batch-jobs'),
    builder: (environment) => {
      const jobs = environment.batchJobs;
      return jobs && ((chart) => batchJobs(chart, environment, jobs));
    },
  },
];
