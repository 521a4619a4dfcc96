import { hclText } from '../../../constructs/vault/hcl';

const textOf = (value: Parameters<typeof hclText>[0]['attributes']) =>
  hclText({ attributes: value ?? {} }).trimEnd();

describe('the text of a configuration', () => {
  test.each([
    ['a text', { key: 'a b' }, 'key = "a b"'],
    ['a number', { key: 8200 }, 'key = 8200'],
    ['a truth', { key: false }, 'key = false'],
    ['a list', { key: ['a', 1] }, 'key = ["a", 1]'],
    ['an empty list', { key: [] }, 'key = []'],
    ['an object', { key: { a: 'b', 'c d': 1 } }, 'key = { a = "b", "c d" = 1 }'],
    ['a key that is no name', { 'a/b': 1 }, '"a/b" = 1'],
  ])('writes %s', (_, attributes, text) => {
    expect(textOf(attributes)).toBe(text);
  });

  test.each([
    ['quotes', 'say "hi"', String.raw`"say \"hi\""`],
    ['a backslash', String.raw`a\b`, String.raw`"a\\b"`],
    ['line breaks and tabs', 'a\nb\r\tc', String.raw`"a\nb\r\tc"`],
    ['what begins an interpolation', ['$', '{env("X")}'].join(''), String.raw`"\u0024{env(\"X\")}"`],
    ['a dollar that begins none', '$5 $$', '"$5 $$"'],
  ])('escapes %s', (_, value, text) => {
    expect(textOf({ key: value })).toBe(`key = ${text}`);
  });

  test('nests blocks with their labels', () => {
    const text = hclText({
      attributes: { ui: true },
      blocks: [
        {
          type: 'storage',
          labels: ['raft', 'with "quotes"'],
          attributes: { path: '/data' },
          blocks: [
            { type: 'retry_join', attributes: { leader_api_addr: 'https://a:8200' } },
            { type: 'empty' },
          ],
        },
      ],
    });
    expect(text).toBe(
      [
        'ui = true',
        String.raw`storage "raft" "with \"quotes\"" {`,
        '  path = "/data"',
        '  retry_join {',
        '    leader_api_addr = "https://a:8200"',
        '  }',
        '  empty {',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });
});
