import { contains, overlap } from '../../values/cidr';
import { amountOf } from '../../values/quantity';
import type { ClusterValues } from '../cluster-spec';
import { type Rule, repeated } from './rule';

/** Rules on one cluster alone. */
export const clusterRules: readonly Rule[] = [
  eachCluster('networks-are-apart', function* ({ nodeNetwork, network: { podCidr, serviceCidr } }) {
    const networks = [
      ['nodeNetwork', nodeNetwork],
      ['network.podCidr', podCidr],
      ['network.serviceCidr', serviceCidr],
    ] as const;
    for (const [index, [name, cidr]] of networks.entries()) {
      for (const [earlierName, earlier] of networks.slice(0, index)) {
        if (overlap(cidr, earlier)) {
          yield `\`${name}\` must not overlap \`${earlierName}\` (${earlier}), got ${cidr}; choose a network apart from it`;
        }
      }
    }
  }),
  eachCluster('machines-have-names-of-their-own', function* (cluster) {
    for (const [{ name }] of repeated(machinesOf(cluster), (machine) => machine.name)) {
      yield `\`name\` of a machine must be used once, got '${name}' twice; rename one`;
    }
  }),
  eachCluster('addresses-are-used-once', function* (cluster) {
    const machines = machinesOf(cluster).map(({ name, address }) => ({
      field: `\`address\` of ${name}`,
      name,
      address,
    }));
    const holders = [...machines, { field: '`virtualIp`', name: 'virtualIp', address: cluster.virtualIp }];
    for (const [{ field, address }, earlier] of repeated(holders, (holder) => holder.address)) {
      yield `${field} must be its own, got ${address}, which ${earlier.name} has; choose a free one`;
    }
  }),
  eachCluster('addresses-lie-in-the-node-network', function* (cluster) {
    for (const { name, address } of machinesOf(cluster)) {
      if (!contains(cluster.nodeNetwork, address)) {
        yield `\`address\` of ${name} must lie in \`nodeNetwork\` (${cluster.nodeNetwork}), got ${address}; correct one of them`;
      }
    }
  }),
  eachCluster('virtual-ip-lies-in-the-node-network', function* ({ virtualIp, nodeNetwork }) {
    if (!contains(nodeNetwork, virtualIp)) {
      yield `\`virtualIp\` must lie in \`nodeNetwork\` (${nodeNetwork}), got ${virtualIp}; VRRP cannot announce it elsewhere`;
    }
  }),
  eachCluster('dns-address-is-a-service', function* ({ network: { dns, serviceCidr } }) {
    if (!contains(serviceCidr, dns.address)) {
      yield `\`network.dns.address\` must lie in \`network.serviceCidr\` (${serviceCidr}), got ${dns.address}; correct one of them`;
    }
  }),
  eachCluster('control-plane-has-a-majority', function* ({ nodes }) {
    const count = nodes.filter(({ role }) => role === 'control-plane').length;
    if (count % 2 === 0) {
      yield `\`nodes\` must hold an odd number of control-plane nodes, got ${count}; an even one survives no more losses than one node fewer: use 1, 3 or 5`;
    }
  }),
  eachCluster('workers-exist', function* ({ nodes }) {
    if (!nodes.some(({ role }) => role === 'worker')) {
      yield '`nodes` must hold at least one worker, got 0; control-plane nodes take no workloads';
    }
  }),
  eachCluster('balancers-exist', function* ({ balancers }) {
    if (balancers.length === 0)
      yield '`balancers` must hold at least one machine, got 0; nobody would hold `virtualIp`';
  }),
  eachCluster('workers-are-larger-than-what-the-system-keeps', function* ({ nodes, systemReserved }) {
    for (const { name, role, cpu, memory, disk } of nodes) {
      if (role !== 'worker') continue;
      const keeps = [
        ['cpu', systemReserved.cpu, String(cpu)],
        ['memory', systemReserved.memory, memory],
        ['ephemeralStorage', systemReserved.ephemeralStorage, disk],
      ] as const;
      for (const [key, kept, has] of keeps) {
        if ((amountOf(kept) ?? 0) < (amountOf(has) ?? 0)) continue;
        yield `\`systemReserved.${key}\` must be below what ${name} has (${has}), got ${kept}; lower it or enlarge the machine`;
      }
    }
  }),
  eachCluster('network-policies-are-enforced', function* ({ network: { enforcesPolicies, plugin } }) {
    if (!enforcesPolicies) {
      yield `\`network.enforcesPolicies\` must be true, got false for ${plugin}; every namespace denies by default, which such a plugin ignores: choose one that enforces, such as cilium or calico`;
    }
  }),
  eachCluster('signing-authority-is-trusted', function* ({ internalCa: { authorities, signing } }) {
    if (!authorities.includes(signing)) {
      yield `\`internalCa.signing\` must be one of \`internalCa.authorities\` (${authorities.join(', ')}), got '${signing}'; nobody would trust what it signs: add it there in a merge of its own, before it signs`;
    }
  }),
  eachCluster('authorities-are-used-once', function* ({ internalCa: { authorities } }) {
    for (const [one] of repeated(authorities, (authority) => authority)) {
      yield `\`internalCa.authorities\` must name each authority once, got '${one}' twice; remove one`;
    }
  }),
  eachCluster('administrators-are-no-pods', function* ({ administration: { networks }, network }) {
    for (const one of networks) {
      if (overlap(one, network.podCidr))
        yield `\`administration.networks\` must not overlap \`network.podCidr\` (${network.podCidr}), got ${one}; pods would reach what administrators reach`;
    }
  }),
  eachCluster('one-storage-class-is-the-default', function* ({ storageClasses }) {
    const defaults = storageClasses.filter((storageClass) => storageClass.default);
    if (defaults.length !== 1) {
      yield `\`storageClasses\` must hold exactly one with \`default\`, got ${defaults.length}; claims that name no class would stay Pending or vary`;
    }
  }),
];

function eachCluster(id: string, judge: (cluster: ClusterValues) => Iterable<string>): Rule {
  return {
    id,
    needs: [],
    *judge({ clusters }) {
      for (const cluster of clusters) {
        for (const message of judge(cluster)) yield { path: cluster.name, message };
      }
    },
  };
}

function machinesOf({ nodes, balancers }: ClusterValues) {
  return [...nodes, ...balancers];
}
