import fc from 'fast-check';
import { amountOf, byteText, cpuText, millicoresOf } from '../../values/quantity';

test.each([
  ['2', 2],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['2.', 2],
  ['500m', 0.5],
  ['250u', 0.00025],
  ['3n', 3e-9],
  ['1e3', 1000],
  ['1E-3', 0.001],
  ['+1k', 1000],
  ['-1', -1],
  ['1M', 1e6],
  ['1G', 1e9],
  ['1T', 1e12],
  ['1P', 1e15],
  ['1E', 1e18],
  ['1Ki', 1024],
  ['1.5Mi', 1_572_864],
  ['1Gi', 1_073_741_824],
  ['1Ti', 2 ** 40],
  ['1Pi', 2 ** 50],
  ['1Ei', 2 ** 60],
  [3, 3],
  [0.25, 0.25],
])('%p is %p in base units', (quantity, amount) => {
  expect(amountOf(quantity)).toBe(amount);
});

test.each([
  ['1 Gi'],
  ['1gi'],
  ['Gi'],
  ['1Gi2'],
  ['1,5'],
  ['0x10'],
  [''],
  ['1e'],
  ['1e3Mi'],
  [null],
  [true],
  [{}],
])('%p is no quantity', (quantity) => {
  expect(amountOf(quantity)).toBeUndefined();
  expect(millicoresOf(quantity)).toBeUndefined();
});

const millicores = fc.integer({ min: 1, max: 1_000_000 });

test('thousandths of a core are the same amount however they are written', () => {
  fc.assert(
    fc.property(millicores, (count) => {
      expect(amountOf(`${count}m`)).toBe(amountOf(String(count / 1000)));
    }),
  );
});

test('CPU comes back as it was written', () => {
  fc.assert(
    fc.property(millicores, (count) => {
      expect(millicoresOf(cpuText(count))).toBe(count);
    }),
  );
  expect([cpuText(500), cpuText(2000), cpuText(1500)]).toEqual(['500m', '2', '1500m']);
});

test('whole Mi come back as they were written, and other bytes as the next of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), (bytes) => {
      const back = amountOf(byteText(bytes)) ?? Number.NaN;
      expect(back % 2 ** 20).toBe(0);
      expect(back).toBeGreaterThanOrEqual(bytes);
      expect(back - bytes).toBeLessThan(2 ** 20);
    }),
  );
  expect([byteText(1), byteText(1.5 * 2 ** 30), byteText(2 ** 31)]).toEqual(['1Mi', '1536Mi', '2Gi']);
});

test('quantities of one unit are in the order of their numbers', () => {
  const unit = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti');
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), unit, (one, other, suffix) => {
      const [first, second] = [amountOf(`${one}${suffix}`), amountOf(`${other}${suffix}`)];
      expect(Math.sign((first ?? 0) - (second ?? 0))).toBe(Math.sign(one - other));
    }),
  );
});
