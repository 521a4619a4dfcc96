import fc from 'fast-check';
import { type Cidr, contains, isCidr, overlap } from '../../values/cidr';

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** A network by its first address and its prefix. */
const network = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(address / size) * size;
    return { cidr: `${dotted(first)}/${prefix}` as Cidr, first, last: first + size - 1, prefix };
  });

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test.each(['10.20.0.0/24', '0.0.0.0/0', '10.0.0.1/32', '128.0.0.0/1'])('%s is a network', (value) => {
  expect(isCidr(value)).toBe(true);
});

test.each([
  '10.20.0.1/24',
  '10.20.0.0',
  '10.20.0.0/33',
  '10.20.0.0/024',
  '10.20.0.0/',
  '10.20.0/24',
  '10.20.0.0/24/8',
  '010.20.0.0/24',
  '10.20.0.256/32',
  'fd00::/8',
  '',
])('%p is no network', (value) => {
  expect(isCidr(value)).toBe(false);
});

test('only the first address of a network names it', () => {
  fc.assert(
    fc.property(network, address, ({ cidr, first, last, prefix }, other) => {
      expect(isCidr(cidr)).toBe(true);
      const inside = first + (other % (last - first + 1));
      expect(isCidr(`${dotted(inside)}/${prefix}`)).toBe(inside === first);
    }),
  );
});

test('a network contains the addresses from its first to its last', () => {
  fc.assert(
    fc.property(network, address, ({ cidr, first, last }, other) => {
      expect(contains(cidr, dotted(first))).toBe(true);
      expect(contains(cidr, dotted(last))).toBe(true);
      expect(contains(cidr, dotted(other))).toBe(other >= first && other <= last);
    }),
  );
});

test('two networks overlap, whichever comes first, when their spans do', () => {
  fc.assert(
    fc.property(network, network, (one, other) => {
      const expected = one.first <= other.last && other.first <= one.last;
      expect(overlap(one.cidr, other.cidr)).toBe(expected);
      expect(overlap(other.cidr, one.cidr)).toBe(expected);
    }),
  );
  expect(overlap('10.0.0.0/8', '10.20.0.0/24')).toBe(true);
  expect(overlap('10.20.0.0/24', '10.20.1.0/24')).toBe(false);
});
