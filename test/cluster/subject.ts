import type { Cluster as ClusterLiteral } from '../../environments/environment';
import type { KubernetesObject } from '../../synth/manifest';
import type { Report } from '../control-plane/go-part';
import type { PartName, Programs } from './build/programs';
import type { Cluster } from './cluster';
import type { Controller } from './controllers/controller';
import type { Image } from './images/layout';
import type { Session } from './session/session';
import type { ChartMaker } from './sources/sources';

/** A cluster literal and the tree that was rendered for it. */
export interface Tree {
  readonly literal: ClusterLiteral;
  /** Folder with the rendered tree. */
  readonly dist: string;
}

/** What a cluster is started from. */
export interface Ingredients extends Tree {
  readonly programs: Programs;
  /** Every custom resource definition that the harness knows. */
  readonly definitions: readonly KubernetesObject[];
}

/** Where a run has its proofs and its report. */
export interface Proofs {
  /** Names the folder below `test/` with jest.config.json and `proofs/`, and the folder below `.build/` with the report. */
  readonly name: string;
  /** What no run proves, whatever its tests say. */
  readonly neverProven: readonly string[];
}

/** Tests that one cluster runs, beside others that run the rest at the same time. */
export interface Share {
  /** Names its folder in the report, with `results.json` of Jest and `junit.xml`. */
  readonly name: string;
  /** For Jest: a proof's file, `--testNamePattern=…`. */
  readonly args: readonly string[];
}

/** What a run is about: a tree, what runs it, and what is proven of it. */
export interface Subject extends Proofs {
  /** How several clusters share out the proofs, where the memory allows it. @default one runs them all */
  readonly shares?: readonly Share[];
  /** Programs that it needs. */
  readonly parts: readonly PartName[];
  /** How long everything may take to become Synced and Healthy, in seconds. */
  readonly healthySeconds: number;
  /** Finds its tree, or renders it. */
  readonly tree: () => Tree;
  /** Objects that proofs bring beside those of its tree: their images and charts must be there, too. */
  readonly before: (session: Session, dist: string) => Promise<readonly KubernetesObject[]>;
  /** Images of what the cluster hosts. */
  readonly images: (session: Session, given: Ingredients) => Promise<readonly Image[]>;
  /**
   * Controllers that the cluster has before the first sync.
   *
   * @param gateway namespace of the gateway's controller
   */
  readonly controllers: (given: Ingredients, gateway: string) => Promise<readonly Controller[]>;
  /** Answers for the charts that Applications name. */
  readonly charts: (given: Ingredients) => Promise<ChartMaker>;
  /** Definitions that are there before the first sync. */
  readonly preinstalled: (definitions: readonly KubernetesObject[]) => readonly KubernetesObject[];
  /** How Argo CD judges kinds whose controller does not run here: keys and values of its ConfigMap. */
  readonly exceptions: Readonly<Record<string, string>>;
  /** Fetches what only it needs from the network, which a session does not have. @default nothing */
  readonly prepare?: (report: Report) => Promise<void>;
  /**
   * What a person makes before the first sync: Secrets and their namespaces. Those that it returns are applied; it may
   * also make them itself.
   *
   * @param folder where files for them are made
   */
  readonly secrets: (
    given: Ingredients,
    folder: string,
    cluster: Cluster,
  ) => Promise<readonly KubernetesObject[]>;
  /** Starts what is outside of the cluster and runs until the session ends. */
  readonly outside: (cluster: Cluster, given: Ingredients) => Promise<void>;
}
