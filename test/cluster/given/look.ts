import { readFileSync } from 'node:fs';
import { list, mapping, mappings, text } from '../../../checks/readers/read';
import { type Programs, program } from '../build/programs';
import { type Cluster, kubectl } from '../cluster';
import { conditionOf } from '../condition';
import { run } from '../session/command';
import type { GivenCluster } from './demands';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

type Access = Pick<Cluster, 'programs' | 'kubeconfig'>;

/** Looks at a given cluster and changes nothing. */
export async function lookAt(access: Access): Promise<GivenCluster> {
  const read = async (...args: string[]): Promise<readonly unknown[]> =>
    list(JSON.parse(await kubectl(access, ['get', ...args, '--output=json'])), 'items');
  const services = await read('apiservices');
  const definitions = await read('customresourcedefinitions');
  const hasGateways = definitions.some(
    (found) => nameOf(found) === 'gatewayclasses.gateway.networking.k8s.io',
  );
  const classes = hasGateways ? await read('gatewayclasses') : [];
  const nodes = await read('nodes');
  const storage = await read('storageclasses');
  const standard = storage.find((found) => mapping(found, 'metadata.annotations')[DEFAULT_CLASS] === 'true');
  return {
    server:
      text(mappings(JSON.parse(readFileSync(access.kubeconfig, 'utf8')), 'clusters')[0], 'cluster.server') ??
      '',
    administrator: await mayDoAll(access),
    workers: nodes.filter(takesPods).map(nameOf),
    defaultStorageClass: standard === undefined ? undefined : nameOf(standard),
    served: [
      ...definitions.map(nameOf),
      ...services.filter((found) => isTrue(found, 'Available')).map(nameOf),
      ...classes.filter((found) => isTrue(found, 'Accepted')).map((found) => `GatewayClass ${nameOf(found)}`),
    ],
  };
}

/** What a kubeconfig, or the list of them that KUBECONFIG is, says of its current context, with all that it refers to. */
export function currentContext(programs: Programs, kubeconfig: string): Promise<string> {
  const view = ['config', 'view', '--minify', '--flatten', '--raw', '--output=json'];
  return run(program(programs, 'kubernetes', 'kubectl'), view, { env: { KUBECONFIG: kubeconfig } });
}

function nameOf(object: unknown): string {
  return text(object, 'metadata.name') ?? '';
}

function isTrue(object: unknown, type: string): boolean {
  return conditionOf(object, type) === 'True';
}

function takesPods(node: unknown): boolean {
  const closed = mappings(node, 'spec.taints').some((taint) => text(taint, 'effect') !== 'PreferNoSchedule');
  return !closed && isTrue(node, 'Ready');
}

/** kubectl ends with 1 where the answer is no. */
async function mayDoAll(access: Access): Promise<boolean> {
  return kubectl(access, ['auth', 'can-i', '*', '*', '--all-namespaces']).then(
    () => true,
    (error: unknown) => {
      if (String(error).trimEnd().endsWith('no')) return false;
      throw error;
    },
  );
}
