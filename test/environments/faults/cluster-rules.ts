import { changed, type FaultFixture } from '../change';

/** One fixture a rule on clusters, named for its one fault. */
export const clusterFaults: Readonly<Record<string, FaultFixture>> = {
  'networks-are-apart': {
    inventory: changed('proxmox.network.podCidr', '10.20.0.0/16'),
    faults: [
      'proxmox: `network.podCidr` must not overlap `nodeNetwork` (10.20.0.0/24), got 10.20.0.0/16; choose a network apart from it',
    ],
  },
  'machines-have-names-of-their-own': {
    inventory: changed('proxmox.balancers.balancer-2.name', 'worker-1'),
    faults: ["proxmox: `name` of a machine must be used once, got 'worker-1' twice; rename one"],
  },
  'addresses-are-used-once': {
    inventory: changed('proxmox.nodes.worker-2.address', '10.20.0.21'),
    faults: [
      'proxmox: `address` of worker-2 must be its own, got 10.20.0.21, which worker-1 has; choose a free one',
    ],
  },
  'addresses-lie-in-the-node-network': {
    inventory: changed('proxmox.nodes.worker-2.address', '10.20.1.22'),
    faults: [
      'proxmox: `address` of worker-2 must lie in `nodeNetwork` (10.20.0.0/24), got 10.20.1.22; correct one of them',
    ],
  },
  'virtual-ip-lies-in-the-node-network': {
    inventory: changed('proxmox.virtualIp', '10.20.1.10'),
    faults: [
      'proxmox: `virtualIp` must lie in `nodeNetwork` (10.20.0.0/24), got 10.20.1.10; VRRP cannot announce it elsewhere',
    ],
  },
  'dns-address-is-a-service': {
    inventory: changed('proxmox.network.dns.address', '10.97.0.10'),
    faults: [
      'proxmox: `network.dns.address` must lie in `network.serviceCidr` (10.96.0.0/16), got 10.97.0.10; correct one of them',
    ],
  },
  'control-plane-has-a-majority': {
    inventory: changed('proxmox.nodes', without('control-plane-3')),
    faults: [
      'proxmox: `nodes` must hold an odd number of control-plane nodes, got 2; an even one survives no more losses than one node fewer: use 1, 3 or 5',
    ],
  },
  'workers-exist': {
    inventory: changed('proxmox.nodes', without('worker-1', 'worker-2', 'worker-3')),
    faults: ['proxmox: `nodes` must hold at least one worker, got 0; control-plane nodes take no workloads'],
  },
  'balancers-exist': {
    inventory: changed('proxmox.balancers', []),
    faults: ['proxmox: `balancers` must hold at least one machine, got 0; nobody would hold `virtualIp`'],
  },
  'workers-are-larger-than-what-the-system-keeps': {
    inventory: changed('proxmox.systemReserved.memory', '16Gi'),
    faults: ['worker-1', 'worker-2', 'worker-3'].map(
      (worker) =>
        `proxmox: \`systemReserved.memory\` must be below what ${worker} has (16Gi), got 16Gi; lower it or enlarge the machine`,
    ),
  },
  'network-policies-are-enforced': {
    inventory: changed('proxmox.network.enforcesPolicies', false),
    faults: [
      'proxmox: `network.enforcesPolicies` must be true, got false for cilium; every namespace denies by default, which such a plugin ignores: choose one that enforces, such as cilium or calico',
    ],
  },
  'signing-authority-is-trusted': {
    inventory: changed('proxmox.internalCa.signing', '2027'),
    faults: [
      "proxmox: `internalCa.signing` must be one of `internalCa.authorities` (2026), got '2027'; nobody would trust what it signs: add it there in a merge of its own, before it signs",
    ],
  },
  'authorities-are-used-once': {
    inventory: changed('proxmox.internalCa.authorities', ['2026', '2026']),
    faults: ["proxmox: `internalCa.authorities` must name each authority once, got '2026' twice; remove one"],
  },
  'administrators-are-no-pods': {
    inventory: changed('proxmox.administration.networks', ['10.244.0.0/24']),
    faults: [
      'proxmox: `administration.networks` must not overlap `network.podCidr` (10.244.0.0/16), got 10.244.0.0/24; pods would reach what administrators reach',
    ],
  },
  'one-storage-class-is-the-default': {
    inventory: changed('proxmox.storageClasses.proxmox.default', undefined),
    faults: [
      'proxmox: `storageClasses` must hold exactly one with `default`, got 0; claims that name no class would stay Pending or vary',
    ],
  },
};

function without(...names: readonly string[]) {
  return (machines: readonly { readonly name: string }[]) =>
    machines.filter(({ name }) => !names.includes(name));
}
