import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { synthesize } from '../../../app';
import { documentOf } from '../../../bootstrap/document';
import { fileOf, SECRETS_FOLDER } from '../../../bootstrap/secret-commands';
import { stepsOf } from '../../../bootstrap/steps';
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../../../constructs/object-storage/props';
import type { BootstrapKey, BootstrapSecret, Cluster, Environment } from '../../../environments/environment';
import { inventory } from '../inventory';
import type { Credentials } from './object-storage';
import { type Block, blocksOf } from './page';

/** Steps of the page that nobody does here, by the beginning of their title, each with its reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'Install Argo CD': 'no module carries its chart: Argo CD runs as processes, configured by the same values',
};

/** The step from which on Argo CD does the rest. */
const HAND_OVER = 'Hand the cluster over';

/** What the page has a person do, in two parts. */
export interface BootstrapPage {
  /** Before Argo CD reads anything. */
  readonly before: readonly Block[];
  /** From the one file on that is applied by hand. */
  readonly after: readonly Block[];
}

/** The page of the environment, as `npm run bootstrap` prints it, without what is left out here. */
export function bootstrapPage(): BootstrapPage {
  const { clusters, manifests } = synthesize(inventory);
  const [cluster] = clusters;
  const [environment] = cluster?.environments ?? [];
  if (cluster === undefined || environment === undefined)
    throw new Error('test/identity/inventory.ts must have a cluster with an environment');
  return inParts(blocksOf(documentOf(environment.name, stepsOf(cluster, environment, manifests))));
}

/** @throws Error when a step is left out that the page does not have, or none hands the cluster over */
function inParts(all: readonly Block[]): BootstrapPage {
  const isCalled = (title: string) => (block: Block) => titleOf(block).startsWith(title);
  const gone = Object.keys(LEFT_OUT).filter((title) => !all.some(isCalled(title)));
  const blocks = all.filter((block) => !Object.keys(LEFT_OUT).some((title) => isCalled(title)(block)));
  const start = blocks.findIndex(isCalled(HAND_OVER));
  if (start < 0 || gone.length > 0)
    throw new Error(`the page must have the steps ${[HAND_OVER, ...gone].join(' and ')}`);
  return { before: blocks.slice(0, start), after: blocks.slice(start) };
}

/** The title of a step, without its number. */
export function titleOf({ heading }: Block): string {
  return heading.replace(/^\d+\. /, '');
}

/** The folder that stands for the root of the repository, where a person follows the page. */
export function bootstrapFolder({ folder }: { readonly folder: string }): string {
  return join(folder, 'bootstrap');
}

/**
 * Lays out the folder in which a person follows the page: the rendered tree, and the values that the page would ask for,
 * each in its file. They are good for nothing outside this run.
 */
export function layBootstrapFolder(
  folder: string,
  dist: string,
  { bootstrapSecrets, environments }: Pick<Cluster, 'bootstrapSecrets' | 'environments'>,
  credentials: Credentials,
): void {
  mkdirSync(join(folder, SECRETS_FOLDER), { recursive: true });
  if (!existsSync(join(folder, 'dist'))) symlinkSync(resolve(dist), join(folder, 'dist'));
  for (const secret of bootstrapSecrets) {
    for (const key of secret.keys.filter(({ source }) => source === 'entered')) {
      const file = join(folder, fileOf(secret, key.name));
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, enteredValue(secret, key, environments, credentials), { mode: 0o600 });
    }
  }
}

function enteredValue(
  { name, type }: BootstrapSecret,
  key: BootstrapKey,
  environments: readonly Environment[],
  { accessKeyId, secretAccessKey }: Credentials,
): string {
  const isStorage = environments.some(({ objectStorage }) => objectStorage?.secret === name);
  if (isStorage && key.name === ACCESS_KEY_ID) return accessKeyId;
  if (isStorage && key.name === SECRET_ACCESS_KEY) return secretAccessKey;
  return type === 'kubernetes.io/dockerconfigjson' ? JSON.stringify(NO_REGISTRY) : 'nothing';
}

const NO_REGISTRY = {
  auths: { 'registry.bench.example': { auth: Buffer.from('nobody:nothing').toString('base64') } },
};
