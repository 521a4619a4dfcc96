import type { Cluster as ClusterLiteral } from '../../../../environments/environment';
import type { KubernetesObject } from '../../../../synth/manifest';
import type { Cluster } from '../../cluster';
import { listenAt } from '../../network/machine';
import { addAddress, removeAddress } from '../../network/node-network';
import { actorsOf, titleOf } from './actors';
import type { Source } from './declared';
import { type Cell, cellsOf } from './matrix';
import { type ActorPod, OUTSIDE, podPlaces, servicePlaces, surroundings } from './places';
import { makePods, removePods } from './pods';

/** The pods and machines that connections are tried between, and what of them is left to remove. */
export interface NetworkGround {
  readonly cells: readonly Cell[];
  remove(): Promise<void>;
}

/** Titles of the sources that `layOut` will find: one pod of each actor, and the machines beside the workers. */
export function sourceTitlesOf(
  literal: ClusterLiteral,
  objects: readonly KubernetesObject[],
): readonly string[] {
  return [...actorsOf(literal, objects).map(titleOf), ...machinesOf(literal).map(({ title }) => title)];
}

/** Makes the pods that are missing, and addresses that answer outside of the cluster. */
export async function layOut(
  cluster: Cluster,
  literal: ClusterLiteral,
  objects: readonly KubernetesObject[],
): Promise<NetworkGround> {
  const undo: (() => Promise<void>)[] = [];
  const remove = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    for (const address of [...besidesOf(literal), ...OUTSIDE].map((one) => one.address)) {
      await addAddress(address);
      undo.push(() => removeAddress(address));
    }
    for (const { address, port } of OUTSIDE) undo.push(await listenAt(address, port));
    undo.push(() => removePods(cluster));
    return { cells: await cellsIn(cluster, literal, objects), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function cellsIn(
  cluster: Cluster,
  literal: ClusterLiteral,
  objects: readonly KubernetesObject[],
): Promise<readonly Cell[]> {
  const actors = actorsOf(literal, objects);
  const pods = await makePods(cluster, actors, objects);
  const places = [...podPlaces(pods), ...servicePlaces(actors, objects), ...(await surroundings(cluster))];
  return cellsOf([...podSources(pods), ...machinesOf(literal)], places);
}

/** One pod of each actor: the others have the same labels. */
function podSources(pods: readonly ActorPod[]): readonly Source[] {
  const first = new Map([...pods].reverse().map((pod) => [pod.actor, pod]));
  return [...first.values()].map(({ actor, pod, node }) => {
    return { kind: 'pod', title: titleOf(actor), actor, pod, node };
  });
}

function machinesOf(literal: ClusterLiteral): readonly Source[] {
  const [controlPlane] = literal.nodes.filter(({ role }) => role === 'control-plane');
  const own = controlPlane === undefined ? [] : [{ ...controlPlane, is: 'control-plane' } as const];
  return [...besidesOf(literal), ...own].map(({ name, address, is }) => ({
    ...{ kind: 'machine', title: `the machine ${name}`, address, is },
  }));
}

/** Machines whose addresses this namespace does not have from the start. */
function besidesOf({ balancers, administration }: ClusterLiteral) {
  return [
    ...balancers.map(({ name, address }) => ({ name, address, is: 'balancer' }) as const),
    ...administration.networks.map((cidr) => {
      const address = firstOf(cidr);
      return { name: `of an administrator at ${address}`, address, is: 'administrator' } as const;
    }),
  ];
}

/** The first address of a network that a machine may have. */
function firstOf(cidr: string): string {
  const [base = ''] = cidr.split('/');
  const octets = base.split('.').map(Number);
  return [...octets.slice(0, 3), (octets[3] ?? 0) + 1].join('.');
}
