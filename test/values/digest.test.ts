import fc from 'fast-check';
import { digest, digestOf } from '../../values/digest';

test('a digest is ten hexadecimal digits, those of FNV-1a', () => {
  // Published vectors: http://www.isthe.com/chongo/tech/comp/fnv/
  expect(digest('')).toBe('cbf29ce484');
  expect(digest('a')).toBe('af63dc4c86');
  expect(digest('foobar')).toBe('85944171f7');
});

test('another text has another digest', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(digest(one) === digest(other)).toBe(one === other);
    }),
  );
});

test('the digest of data tells keys from values and passes over their order', () => {
  expect(digestOf({ a: '1', b: '2' })).toBe(digestOf({ b: '2', a: '1' }));
  expect(digestOf({ a: 'b' })).not.toBe(digestOf({ b: 'a' }));
  expect(digestOf({ a: '1,b' })).not.toBe(digestOf({ a: '1', b: '' }));
});
