import { NODE_MONITOR_GRACE_SECONDS } from '../../nodes/control-plane';
import type { LivePod } from './live';
import { fullestOf, replacedAfter, toleratedSeconds } from './outage';

const unreachable = { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' };

test('a pod stays on a silent worker as long as it tolerates it, at the least', () => {
  expect(toleratedSeconds(pod('one', []))).toBe(0);
  expect(toleratedSeconds(pod('one', [{ ...unreachable, tolerationSeconds: 300 }]))).toBe(300);
  const both = [
    { ...unreachable, tolerationSeconds: 300 },
    { operator: 'Exists', tolerationSeconds: 20 },
  ];
  expect(toleratedSeconds(pod('one', both))).toBe(20);
  const other = [{ ...unreachable, key: 'node.kubernetes.io/not-ready', tolerationSeconds: 300 }];
  expect(toleratedSeconds(pod('one', other))).toBe(0);
});

test('the slowest of the pods decides by when all are replaced', () => {
  const slow = replacedAfter([pod('one', []), pod('two', [{ ...unreachable, tolerationSeconds: 60 }])]);
  expect(slow - replacedAfter([pod('one', [])])).toBe(60);
  expect(slow).toBeGreaterThan(NODE_MONITOR_GRACE_SECONDS + 60);
});

test('a pod that would wait for ever is named', () => {
  expect(() => replacedAfter([pod('one', [unreachable])])).toThrow(
    'space/one must tolerate node.kubernetes.io/unreachable for some tolerationSeconds, not for ever',
  );
});

test('the fullest worker is the one with most pods', () => {
  expect(fullestOf(['one', 'two'], [pod('a', [], 'two'), pod('b', [], 'two'), pod('c', [], 'one')])).toBe(
    'two',
  );
});

function pod(name: string, tolerations: readonly object[], node = 'one'): LivePod {
  const spec = { tolerations };
  return { namespace: 'space', name, uid: name, node, labels: {}, ready: true, ending: false, spec };
}
