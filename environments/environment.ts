import type { Edge } from '../constructs/network/props';
import type { ClusterValues } from './cluster-spec';
import type { EnvironmentValues } from './environment-spec';
import type { GatewayController, Operator } from './operators';

/** A cluster with its defaults, the facts that follow from them, and what it hosts; frozen. */
export interface Cluster extends ClusterValues {
  readonly gateway: GatewayFacts;
  /** Programs of others that it runs. */
  readonly operators: readonly Operator[];
  /** Every way between pods of operators, and between them and pods of environments. */
  readonly operatorEdges: readonly Edge[];
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
  /** Name of the listener for `*.<domain>`, which everybody reaches. */
  readonly listener: string;
  /** Name of the listener for `*.<internalDomain>`, which the administrators' networks reach. */
  readonly privateListener: string;
  /** Namespaces of applications that the public listener leads to. */
  readonly publicNamespaces: readonly string[];
  /** Namespaces of applications that the private listener leads to. */
  readonly privateNamespaces: readonly string[];
}

/** A Secret that nothing in git can make. */
export interface BootstrapSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'kubernetes.io/dockerconfigjson' | 'Opaque';
  /** Keys of its data. */
  readonly keys: readonly string[];
  /** Labels without which nobody finds it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How it is made. */
  readonly made: string;
  /** How it is had again when it is lost. */
  readonly recovered: string;
}

/** An environment with its defaults and the facts that follow from where it runs; frozen. */
export interface Environment extends Omit<EnvironmentValues, 'modelServing' | 'batchJobs'> {
  /** Values of its cluster. */
  readonly host: ClusterValues;
  readonly priorityClassName: string;
  /** Secret with the certificate of its domain and its internal domain, in the gateway's namespace. */
  readonly certificateSecret: string;
  /** Domain of the host names that only administrators reach, one label deep. */
  readonly internalDomain: string;
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
