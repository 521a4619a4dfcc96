import type { Law } from '../../checks/law';
import { type Surroundings, World } from '../../checks/world';
import { describe as describeManifest, type KubernetesObject } from '../../synth/manifest';

const NOTHING: Surroundings = {
  namespaces: [],
  bootstrapSecrets: [],
  enteredPaths: [],
  privilegedNamespaces: [],
  chartKinds: [],
  networks: [],
  storageClasses: [],
  gatewayClasses: [],
};

/** What a law says about objects that stand in one application: `<kind>/<name>: <message>`, one a breach. */
export function judge(
  law: Law,
  objects: readonly unknown[],
  surroundings: Partial<Surroundings> = {},
): string[] {
  return judgeTrees(law, { 'production/model-serving': objects }, surroundings).map((message) =>
    message.replace('production/model-serving/', ''),
  );
}

/** The same for objects of several applications by `<tree>/<application>`: `<tree>/<application>/<kind>/<name>: <message>`. */
export function judgeTrees(
  law: Law,
  folders: Readonly<Record<string, readonly unknown[]>>,
  surroundings: Partial<Surroundings> = {},
): string[] {
  const manifests = Object.entries(folders).flatMap(([folder, objects]) => {
    const [tree = '', application = ''] = folder.split('/');
    return objects.map((object) => ({ tree, application, object: asObject(object) }));
  });
  const world = new World(manifests, { ...NOTHING, ...surroundings });
  return [...law.judge(world)].map(({ manifest, message }) => `${describeManifest(manifest)}: ${message}`);
}

/** Takes what a manifest needs to be read at all; everything below may be of any type. */
function asObject(value: unknown): KubernetesObject {
  if (!isObject(value)) throw new TypeError('an object must have apiVersion, kind and metadata.name');
  return value;
}

function isObject(value: unknown): value is KubernetesObject {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  return 'apiVersion' in value && 'kind' in value && typeof metadata === 'object' && metadata !== null;
}
