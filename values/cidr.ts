import { BlockList, isIPv4 } from 'node:net';

/** An IPv4 address: `10.20.0.11`. */
export type Ipv4 = `${number}.${number}.${number}.${number}`;

/** An IPv4 network: `10.244.0.0/16`. */
export type Cidr = `${Ipv4}/${number}`;

/** Whether `value` is a network whose host bits are zero. */
export function isCidr(value: string): value is Cidr {
  const [address = '', prefix = '', ...rest] = value.split('/');
  if (rest.length > 0 || !isIPv4(address) || !/^([0-9]|[12][0-9]|3[0-2])$/.test(prefix)) return false;
  return (numberOf(address) & hostMask(Number(prefix))) === 0;
}

/** Whether `address` lies in `network`; both must be valid. */
export function contains(network: Cidr, address: string): boolean {
  const [base = '', prefix = ''] = network.split('/');
  const block = new BlockList();
  block.addSubnet(base, Number(prefix), 'ipv4');
  return block.check(address, 'ipv4');
}

/** Whether two valid networks share an address: then the base of the smaller one lies in the larger one. */
export function overlap(one: Cidr, other: Cidr): boolean {
  return contains(one, other.split('/')[0] ?? '') || contains(other, one.split('/')[0] ?? '');
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function hostMask(prefix: number): number {
  return 2 ** (32 - prefix) - 1;
}
