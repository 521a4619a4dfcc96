import { globMatches, isPattern } from '../../../checks/readers/glob';

describe('globMatches', () => {
  test.each([
    ['production', 'production', true],
    ['production', 'production-2', false],
    ['production-*', 'production-models', true],
    ['production-*', 'staging-models', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['!kube-system', 'kube-system', false],
    ['!kube-system', 'models', true],
    ['https://git.example.com/*', 'https://git.example.com/a/b.git', true],
    ['https://git.example.com/*', 'https://gitxexample.com/a', false],
  ])('%s matches %s: %s', (pattern, value, matches) => {
    expect(globMatches(pattern, value)).toBe(matches);
  });

  test('a pattern is what may match several values', () => {
    expect(['a', 'a*', '!a'].map(isPattern)).toEqual([false, true, true]);
  });
});
