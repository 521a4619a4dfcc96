import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from './builder';
import { events } from './events';
import { type Behaviour, type ModelDouble, modelDouble } from './model-double';
import { ready } from './request';
import { type Container, type Root, remove, run, start, unpacked } from './sandbox';
import { type Volume, volume } from './volume';

const JOB_USER = 10001;
const HOSTNAME = 'iris-scoring-29345678-x7k2p';
const FILE = 'iris-scoring-29345678.json';
let root: Root;
let scores: Volume;
let double: ModelDouble | undefined;

beforeAll(async () => {
  root = unpacked(await built('iris-batch'));
});
afterAll(() => root && remove(root));
beforeEach(() => {
  scores = volume(JOB_USER);
});
afterEach(async () => {
  scores.remove();
  await double?.close();
  double = undefined;
});

function how(url: string, flags: readonly string[], network: 'machine' | number) {
  return {
    command: ['python3', '-m', 'batch', 'score', '--output', '/scores', ...flags],
    env: { MODEL_URL: url },
    hostname: HOSTNAME,
    network,
    volumes: { '/scores': scores.folder },
  };
}

/** Scores against a double: the tries of a batch follow each other without a pause. */
async function score(behaviour: Behaviour, ...flags: string[]) {
  double = await modelDouble(behaviour);
  return run(root, how(double.url, ['--pause', '0', ...flags], 'machine'));
}

describe('against the image iris', () => {
  let service: Root;
  let iris: Container;

  beforeAll(async () => {
    service = unpacked(await built('iris'));
    iris = start(service, { network: 'none' });
    await ready(iris);
  });
  afterAll(async () => {
    await iris?.stop();
    if (service !== undefined) remove(service);
  });

  test('classifies the 150 rows into one file named for the Job; the second try of the Job does nothing', async () => {
    const first = await run(root, how('http://127.0.0.1:3000', [], iris.holder));
    expect(events(first.output).map(({ event }) => event)).toEqual(['batch', 'batch', 'batch', 'scored']);
    expect([first.code, scores.names()]).toEqual([0, [FILE]]);
    const { run: key, classes }: { run: string; classes: number[] } = JSON.parse(scores.text(FILE));
    expect(key).toBe('iris-scoring-29345678');
    expect(classes).toHaveLength(150);
    // the rows come in the order of their 50 setosa, 50 versicolor, 50 virginica
    const right = classes.filter((found, row) => found === Math.floor(row / 50));
    expect(right.length).toBeGreaterThan(140);

    const identity = scores.identity(FILE);
    const second = await run(root, how('http://127.0.0.1:9', [], iris.holder));
    expect(events(second.output)).toEqual([expect.objectContaining({ event: 'unchanged' })]);
    expect([second.code, scores.identity(FILE)]).toEqual([0, identity]);
  });
});

test('a batch is tried again after 503, 429 and a wrong answer, the batches before it are not', async () => {
  const statuses: ReturnType<Behaviour>[] = ['classes', 503, 429, 200];
  const { code } = await score((n) => statuses[n] ?? 'classes', '--batch-size', '75', '--attempts', '5');
  expect([code, scores.names()]).toEqual([0, [FILE]]);
  const rows = double?.requests.map((body) => JSON.parse(body).input_data[0]);
  expect(rows).toEqual([rows?.[0], ...Array(4).fill(rows?.[1])]);
});

test.each<[string, Behaviour, string[]]>([
  ['a service that is down', () => 503, []],
  ['a service that does not answer', () => 'silence', ['--timeout', '0.2']],
])('%s: 1, after as many tries as were asked for, without a file', async (_, behaviour, flags) => {
  const { code, output } = await score(behaviour, '--attempts', '2', ...flags);
  expect(events(output).map(({ event }) => event)).toEqual(['attempt-failed', 'attempt-failed', 'failed']);
  expect([code, double?.requests.length, scores.names()]).toEqual([1, 2, []]);
});

test('input that the service refuses: 3, after one try', async () => {
  const { code, output } = await score(() => 400);
  expect(events(output)).toEqual([
    expect.objectContaining({ message: 'input refused with 400: {"error": "status 400"}' }),
  ]);
  expect([code, double?.requests.length, scores.names()]).toEqual([3, 1, []]);
});

test('rows of its own, from a CSV file', async () => {
  writeFileSync(join(scores.folder, 'rows.csv'), '1,2,3,4\n5,6,7,8\n');
  const { code } = await score(() => 'classes', '--rows', '/scores/rows.csv', '--run-key', 'mine');
  expect([code, JSON.parse(scores.text('mine.json'))]).toEqual([0, { run: 'mine', classes: [1, 1] }]);
  expect(double?.requests).toEqual(['{"input_data": [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]}']);
});

test.each([
  [
    'rows that are not numbers',
    'http://127.0.0.1:9',
    ['--rows', '/srv/batch/score.py'],
    /must be rows of numbers/,
  ],
  ['no URL', '', [], /MODEL_URL must be an http\(s\) URL, got ''/],
  [
    'a run key that leaves the folder',
    'http://127.0.0.1:9',
    ['--run-key', '../x'],
    /run key must be a file name/,
  ],
])('%s: 3', async (_, url, flags, message) => {
  const { code, output } = await run(root, how(url, flags, 'machine'));
  expect(events(output)).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
  expect([code, scores.names()]).toEqual([3, []]);
});

test('stopped in the middle: 1, without a file', async () => {
  double = await modelDouble(() => 'silence');
  const job = start(root, how(double.url, [], 'machine'));
  await Promise.race([double.called, job.ended]);
  job.signal('SIGTERM');
  expect(await job.ended).toBe(1);
  expect(events(job.output())).toEqual([expect.objectContaining({ message: 'stopped by SIGTERM' })]);
  expect(scores.names()).toEqual([]);
});
