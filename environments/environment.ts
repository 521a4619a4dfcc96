import type { Edge } from '../constructs/network/props';
import type { ClusterValues } from './cluster-spec';
import type { EnvironmentValues } from './environment-spec';
import type { GatewayController } from './operators';

/** A cluster with its defaults, the facts that follow from them, and what it hosts; frozen. */
export interface Cluster extends ClusterValues {
  readonly gateway: GatewayFacts;
  /** Secrets that a person makes before the first sync. */
  readonly bootstrapSecrets: readonly BootstrapSecret[];
  readonly environments: readonly Environment[];
}

export interface GatewayFacts {
  readonly name: string;
  readonly controller: GatewayController;
  /** Edges from the gateway to what it routes to, in all environments. */
  readonly edges: readonly Edge[];
}

/** The listener of an environment's domain. */
export interface GatewayListener {
  readonly parent: { readonly name: string; readonly namespace: string };
  readonly listener: string;
}

/** A Secret that nothing in git can make. */
export interface BootstrapSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson';
  /** How it is made. */
  readonly made: string;
}

/** An environment with its defaults and the facts that follow from where it runs; frozen. */
export interface Environment extends Omit<EnvironmentValues, 'modelServing' | 'batchJobs'> {
  /** Values of its cluster. */
  readonly host: ClusterValues;
  readonly priorityClassName: string;
  readonly certificateSecret: string;
  /** Where its public routes attach. */
  readonly gateway: GatewayListener;
  readonly modelServing?: ModelServing;
  readonly batchJobs?: BatchJobs;
  /** Every way that traffic may take from, to or within the environment. */
  readonly edges: readonly Edge[];
}

export interface ModelServing {
  readonly namespace: string;
  readonly quota: NonNullable<EnvironmentValues['modelServing']>['quota'];
  readonly models: readonly Model[];
}

type ModelValues = NonNullable<EnvironmentValues['modelServing']>['models'][number];

export interface Model extends Omit<ModelValues, 'calls'> {
  /** Host name from outside; absent for a model that only the cluster reaches. */
  readonly hostname?: string;
  readonly urls: readonly ServiceUrl[];
}

export interface BatchJobs {
  readonly namespace: string;
  readonly quota: NonNullable<EnvironmentValues['batchJobs']>['quota'];
  readonly jobs: readonly Job[];
}

type JobValues = NonNullable<EnvironmentValues['batchJobs']>['jobs'][number];

export interface Job extends Omit<JobValues, 'calls' | 'timeZone'> {
  readonly timeZone: string;
  readonly urls: readonly ServiceUrl[];
}

export interface ServiceUrl {
  readonly variable: string;
  readonly url: string;
}
