import { lineOf } from '../../bootstrap/look';
import { isOpen } from '../../bootstrap/walk';

const check = { kind: 'namespace', name: 'argocd' } as const;

test.each([
  ['there', '', 'there    namespace argocd', false],
  ['made', '', 'made     namespace argocd', false],
  ['missing', '', 'missing  namespace argocd', true],
  ['wrong', 'must be Ready', 'wrong    namespace argocd: must be Ready', true],
  ['unknown', 'forbidden', 'unknown  namespace argocd: forbidden', true],
] as const)('%s is told as it is', (state, detail, line, open) => {
  const finding = { check, state, detail };
  expect(lineOf(finding)).toBe(line);
  expect(isOpen(finding)).toBe(open);
});
