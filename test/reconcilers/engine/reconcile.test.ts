import { ReconcileError, TransientError } from '../../../reconcilers/engine/errors';
import { reconcile } from '../../../reconcilers/engine/reconcile';
import type { Kind, Resource } from '../../../reconcilers/engine/resource';
import { lost, Memory, thing } from './memory';

const SECRET = 'correct horse "battery"';

let memory: Memory;
let kinds: readonly Kind[];
let lines: string[];

beforeEach(() => {
  memory = new Memory();
  kinds = [memory.kind('realm', { removable: false }), memory.kind('role'), memory.kind('client')];
  lines = [];
});

const bring = (resources: readonly Resource[], apply = true) =>
  reconcile({
    resources,
    kinds,
    ledger: memory,
    apply,
    report: (line) => lines.push(`${line}${memory.writes.length === 0 ? '' : ' (after a write)'}`),
  });

const ALL = [
  thing('client', 'app', { uri: 'a', flags: { one: true } }),
  thing('realm', 'main', { title: 'Main' }),
  thing('role', 'user', { text: 'u' }),
];

test('kinds come in their own order, and what is ours is recorded before it is made', async () => {
  await bring(ALL);
  expect(memory.writes).toEqual([
    'create realm/main',
    'record client/app role/user',
    'create role/user',
    'create client/app',
  ]);
});

test('nothing differs, nothing is written', async () => {
  await bring(ALL);
  memory.writes.length = 0;
  lines.length = 0;
  await bring(ALL);
  expect(memory.writes).toEqual([]);
  expect(lines).toEqual(['plan: 0 to create, 0 to update, 0 to remove']);
});

test('the whole plan is told before the first write', async () => {
  await bring(ALL);
  expect(lines.slice(0, 8)).toEqual([
    'create realm/main',
    "         title: 'Main'",
    'create role/user',
    "         text: 'u'",
    'create client/app',
    "         uri: 'a'",
    '         flags: { one: true }',
    'plan: 3 to create, 0 to update, 0 to remove',
  ]);
  expect(lines.slice(8)).toEqual([
    'done   create realm/main (after a write)',
    'done   create role/user (after a write)',
    'done   create client/app (after a write)',
  ]);
});

test('only stated fields are compared, but all within them', async () => {
  await bring(ALL);
  memory.things.set('client/app', {
    fields: { uri: 'a', madeByServer: 1, flags: { one: true, addedByHand: true } },
  });
  memory.writes.length = 0;
  lines.length = 0;
  await bring(ALL);
  expect(memory.writes).toEqual(['update client/app']);
  expect(lines[1]).toBe('         flags.addedByHand: true → (none)');
});

test('of a policy that differs the lines are told that do', async () => {
  const policy = (path: string) => [thing('role', 'user', { policy: `path "${path}" {\n  read\n}\n` })];
  await bring(policy('a'));
  lines.length = 0;
  await bring(policy('b'));
  expect(lines.slice(0, 5).map((line) => line.replace(' (after a write)', ''))).toEqual([
    'update role/user',
    '         policy:',
    '           - path "a" {',
    '           + path "b" {',
    '               read',
  ]);
});

test('what left the code is removed, last kind first; what is not ours and what is not removable stays', async () => {
  await bring(ALL);
  memory.things.set('role/foreign', { fields: {} });
  memory.writes.length = 0;
  await bring([]);
  expect(memory.writes).toEqual(['remove client/app', 'remove role/user', 'record']);
  expect([...memory.things.keys()].sort()).toEqual(['realm/main', 'role/foreign']);
});

test('what somebody else removed already is forgotten', async () => {
  await bring(ALL);
  memory.things.delete('client/app');
  memory.writes.length = 0;
  await bring(ALL.slice(1));
  expect(memory.writes).toEqual(['record role/user']);
});

test('what was made by hand under a name of ours becomes ours', async () => {
  memory.things.set('role/user', { fields: { text: 'u' } });
  await bring([ALL[2] ?? thing('role', 'user')]);
  expect(memory.writes).toEqual(['record role/user']);
  await bring([]);
  expect(memory.writes.slice(1)).toEqual(['remove role/user', 'record']);
});

test('a run that ends half-way leaves nothing that the next one does not know', async () => {
  memory.failing.set('create client/app', lost('the connection is gone'));
  await expect(bring(ALL)).rejects.toThrow(TransientError);
  expect(memory.owned.names).toEqual(['client/app', 'role/user']);
  memory.failing.clear();
  memory.writes.length = 0;
  await bring([]);
  expect(memory.writes).toEqual(['remove role/user', 'record']);
});

test('all failures are told together, after the rest is done', async () => {
  memory.failing.set('create role/user', new Error('no right'));
  memory.failing.set('create client/app', new Error('bad uri'));
  const more = thing('client', 'other');
  const failed = bring([...ALL, more]);
  await expect(failed).rejects.toThrow(ReconcileError);
  await expect(failed).rejects.toThrow('create role/user: no right\ncreate client/app: bad uri');
  expect(memory.things.has('client/other')).toBe(true);
});

test('what could not be removed stays ours', async () => {
  await bring(ALL);
  memory.failing.set('remove role/user', new Error('in use'));
  await expect(bring([])).rejects.toThrow('remove role/user: in use');
  expect(memory.owned.names).toEqual(['role/user']);
  memory.failing.clear();
  await bring([]);
  expect(memory.owned.names).toEqual([]);
});

test('a plan that is only shown writes nothing, not even the record', async () => {
  const plan = await bring(ALL, false);
  expect(plan.steps).toHaveLength(3);
  expect(memory.writes).toEqual([]);
});

test('a kind that nobody knows is a mistake of ours', async () => {
  await expect(bring([thing('role', 'a'), thing('unknown', 'b')])).rejects.toThrow(
    "unknown/b: the kind must be one of the product's",
  );
});

describe('secrets', () => {
  const app = (secret: string) => [thing('client', 'app', { uri: 'a' }, { secrets: { password: secret } })];

  test('one that the server does not tell is written once, and again when it changes', async () => {
    await bring(app(SECRET));
    memory.writes.length = 0;
    await bring(app(SECRET));
    expect(memory.writes).toEqual([]);
    await bring(app(`${SECRET}2`));
    expect(memory.writes).toEqual(['update client/app', 'record client/app']);
    expect(JSON.stringify(memory.owned)).not.toContain('horse');
  });

  test('one that the server tells is compared with what it tells', async () => {
    kinds = [memory.kind('client', { tellsSecrets: true })];
    await bring(app(SECRET));
    expect(memory.owned.fingerprints).toEqual({});
    memory.things.set('client/app', { fields: { uri: 'a' }, secrets: { password: 'changed by hand' } });
    memory.writes.length = 0;
    lines.length = 0;
    await bring(app(SECRET));
    expect(memory.writes).toEqual(['update client/app']);
    expect(lines.join()).not.toContain('changed by hand');
  });

  test('one that could not be written is tried again', async () => {
    await bring(app('first secret'));
    memory.failing.set('update client/app', new Error(`refused: {"password":${JSON.stringify(SECRET)}}`));
    await expect(bring(app(SECRET))).rejects.toThrow(ReconcileError);
    memory.failing.clear();
    memory.writes.length = 0;
    await bring(app(SECRET));
    expect(memory.writes).toContain('update client/app');
  });

  test('what waits for one is neither written nor removed, and keeps its fingerprint', async () => {
    await bring(app(SECRET));
    const before = memory.owned;
    memory.writes.length = 0;
    lines.length = 0;
    await bring([thing('client', 'app', { uri: 'changed' }, { waitsFor: 'the file /secrets/app' })]);
    expect(memory.writes).toEqual([]);
    expect(memory.owned).toEqual(before);
    expect(lines).toEqual([
      'wait   client/app: the file /secrets/app',
      'plan: 0 to create, 0 to update, 0 to remove',
    ]);
  });

  test('what waits from the first is not ours yet', async () => {
    await bring([thing('client', 'app', {}, { waitsFor: 'a file' }), thing('role', 'user')]);
    expect(memory.owned.names).toEqual(['role/user']);
  });
});
