import type { Edge } from '../constructs/network/props';
import type { PinnedImage } from '../values/image';
import type { ClusterValues } from './cluster-spec';
import type { EnvironmentValues } from './environment-spec';
import type { KeycloakValues } from './keycloak-spec';
import type { ObjectStorage } from './object-storage-spec';
import type { ArgoCdSignIn, GatewayController, Operator } from './operators';
import type { VaultValues } from './vault-spec';

/** A cluster with its defaults, the facts that follow from them, and what it hosts; frozen. */
export interface Cluster extends ClusterValues {
  readonly gateway: GatewayFacts;
  /** Programs of others that it runs. */
  readonly operators: readonly Operator[];
  /** How people sign in to Argo CD; absent where the platform environment has no identity provider. */
  readonly argoCdSignIn?: ArgoCdSignIn;
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
  readonly type: 'Opaque' | 'kubernetes.io/dockerconfigjson';
  /**
   * Labels by which others find it.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Everything that it holds. */
  readonly keys: readonly BootstrapKey[];
  /** How it is made. */
  readonly made: string;
  /** How it is had again when the cluster is lost. */
  readonly recovered: string;
}

/** One key of a bootstrap Secret by where its value comes from. */
export type BootstrapKey = {
  /** Name of the key. */
  readonly name: string;
} & (
  | { readonly source: 'random'; readonly bytes: number }
  | {
      readonly source: 'entered';
      /** What a person is asked for. */
      readonly what: string;
    }
  | {
      readonly source: 'known';
      /** The value, which is no secret. */
      readonly value: string;
    }
);

/** An environment with its defaults and the facts that follow from where it runs; frozen. */
export interface Environment
  extends Omit<EnvironmentValues, 'vault' | 'keycloak' | 'modelServing' | 'batchJobs'> {
  /** Values of its cluster. */
  readonly host: ClusterValues;
  readonly priorityClassName: string;
  /** Secret with the certificate of its domain and its internal domain, in the gateway's namespace. */
  readonly certificateSecret: string;
  /** Domain of the host names that only administrators reach, one label deep. */
  readonly internalDomain: string;
  /** Where its public routes attach. */
  readonly gateway: GatewayListener;
  readonly vault?: Vault;
  readonly keycloak?: Keycloak;
  /** Secrets whose values a person enters into the vault. */
  readonly enteredSecrets: readonly EnteredSecret[];
  readonly modelServing?: ModelServing;
  readonly batchJobs?: BatchJobs;
  /** Every way that traffic may take from, to or within the environment. */
  readonly edges: readonly Edge[];
}

/** The vault of an environment. */
export interface Vault extends Omit<VaultValues, 'snapshots'> {
  readonly namespace: string;
  /** URL of its active node, for everything in the cluster. */
  readonly url: string;
  /** Host name for people, on the private listener. */
  readonly hostname: string;
  /** URL at which people reach it. */
  readonly consoleUrl: string;
  /** `folder` is that of the bucket. */
  readonly snapshots: VaultValues['snapshots'] & { readonly folder: string };
  /** Where the snapshots go, and on which TCP port. */
  readonly objectStorage: ObjectStorage & { readonly port: number };
  /** Issuer of people's tokens; absent where nobody signs in. */
  readonly issuer?: string;
  /** Namespaces that read secrets, each its own. */
  readonly readers: readonly VaultReader[];
}

/** A namespace whose secrets lie in the vault: it has a role and a policy of its name. */
export interface VaultReader {
  readonly namespace: string;
  /** Whether values are generated for it, which takes a second role that may write. */
  readonly generates: boolean;
  /** Clients of the identity provider whose secrets it reads. */
  readonly clients: readonly string[];
  /** Whether it makes the secrets of all clients: the identity provider's own namespace. @default false */
  readonly provider?: boolean;
}

/** The identity provider of an environment. */
export interface Keycloak extends Omit<KeycloakValues, 'image'> {
  readonly namespace: string;
  /** URL of its Service, for everything in the cluster that no browser is sent to. */
  readonly url: string;
  /** Host name at which people sign in. */
  readonly hostname: string;
  /** Host name of the console, on the private listener. */
  readonly adminHostname: string;
  /** Port at which browsers reach the console. */
  readonly adminPort: number;
  /** Issuer of its tokens, as it stands in them. */
  readonly issuer: string;
  /** An image that was built for its options; absent for the official one. */
  readonly image?: PinnedImage;
  /** Where backups of its database go, and on which TCP port. */
  readonly objectStorage: ObjectStorage & { readonly port: number };
}

/** A Secret whose values others gave: a person enters them into the vault, at the path of its namespace and name. */
export interface EnteredSecret {
  readonly namespace: string;
  readonly secret: string;
  readonly keys: readonly string[];
}

export interface ModelServing {
  readonly namespace: string;
  /** How people sign in to the models that ask for it; absent where none does. */
  readonly signIn?: ModelSignIn;
  readonly quota: NonNullable<EnvironmentValues['modelServing']>['quota'];
  readonly models: readonly Model[];
}

/** How people sign in to models. */
export interface ModelSignIn {
  /** Issuer of their tokens. */
  readonly issuer: string;
  /** Id of the models' client there, and the audience of tokens. */
  readonly clientId: string;
  /** Whether the issuer's certificate is of the cluster's own authority. */
  readonly internalCa: boolean;
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
