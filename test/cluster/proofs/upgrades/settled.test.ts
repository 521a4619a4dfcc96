import { literalUnderTest } from '../../literal';
import { isAt, refusalsOf } from './settled';

const commit = { hash: 'new', since: Date.parse('2026-01-01T12:00:00.400Z') };
const message = 'Deployment.apps "one" is invalid: spec.selector: field is immutable';
const one = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'space', name: 'one' };

test('an object whose sync failed is refused, while the operation still tries', () => {
  expect(refusalsOf(syncing('new'), commit)).toEqual([
    { type: 'Deployment.v1.apps', namespace: 'space', name: 'one', message },
  ]);
});

test('a sync that failed with the commit before says nothing of this one', () => {
  expect(refusalsOf(syncing('old'), commit)).toEqual([]);
});

test.each([
  'resource :Namespace is not permitted in project staging-namespaces',
  "namespace staging-vault is not permitted in project 'staging-namespaces'",
])('what only the project of the commit before forbids is not refused: %s', (told) => {
  expect(refusalsOf(syncing('new', told), commit)).toEqual([]);
});

test('an object that a trial refused is refused', () => {
  expect(refusalsOf(compared('2026-01-01T12:00:00Z'), commit)).toEqual([
    { type: 'Deployment', namespace: 'space', name: 'one', message },
  ]);
});

test('a trial from before the commit says nothing of it', () => {
  expect(refusalsOf(compared('2026-01-01T11:59:59Z'), commit)).toEqual([]);
  expect(refusalsOf(compared(undefined), commit)).toEqual([]);
});

test.each([
  ['Synced', 'old', true, true],
  ['OutOfSync', 'new', false, true],
  ['OutOfSync', 'old', false, false],
])(
  '%s, and synced last with the %s commit: at the commit %s, or %s where applied is enough',
  (status, revision, at, applied) => {
    const application = {
      spec: { source: { repoURL: literalUnderTest().repository.url, path: 'dist' } },
      status: {
        sync: { status, revision: 'new' },
        operationState: { phase: 'Succeeded', syncResult: { revision } },
      },
    };
    expect(isAt(application, commit)).toBe(at);
    expect(isAt(application, { ...commit, appliedIsEnough: true })).toBe(applied);
  },
);

test('what comes from a repository of others has no revision of ours', () => {
  const source = { repoURL: 'https://git.example.org/others.git', path: 'definitions' };
  const status = { sync: { status: 'Synced', revision: 'theirs' } };
  expect(isAt({ spec: { source }, status }, commit)).toBe(true);
});

function syncing(revision: string, told = message): object {
  const resources = [
    { ...one, status: 'SyncFailed', message: told },
    { ...one, name: 'other', status: 'Synced', message: 'serverside-applied' },
  ];
  return { status: { operationState: { phase: 'Running', syncResult: { revision, resources } } } };
}

function compared(reconciledAt: string | undefined): object {
  const failed = { type: 'ComparisonError', message: `error for resource Deployment/one: ${message}` };
  return { spec: { destination: { namespace: 'space' } }, status: { reconciledAt, conditions: [failed] } };
}
