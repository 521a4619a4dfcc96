import { changesBetween } from './difference';

const object = (version: string, more: object = {}) => ({
  metadata: { name: 'a', resourceVersion: version, managedFields: [{ manager: 'm', time: 't1' }], ...more },
});

test('nothing changed', () => {
  expect(changesBetween(object('1'), object('1'))).toEqual([]);
});

test.each([
  [object('2'), 'metadata.resourceVersion (version 1 → 2)'],
  [object('1', { managedFields: [{ manager: 'm', time: 't2' }] }), 'metadata.managedFields (version 1 → 1)'],
  [object('2', { labels: { a: 'b' } }), 'metadata.resourceVersion, metadata.labels (version 1 → 2)'],
])('%j', (after, changes) => {
  expect(changesBetween(object('1'), after)).toEqual([
    `second apply: must change nothing, changed ${changes}`,
  ]);
});
