import { readFileSync } from 'node:fs';
import { built } from './builder';
import { events } from './events';
import { type Root, remove, run, unpacked } from './sandbox';
import { type Volume, volume } from './volume';

const JOB_USER = 10001;
let root: Root;
let models: Volume;

beforeAll(async () => {
  root = unpacked(await built('iris-batch'));
});
afterAll(() => root && remove(root));
beforeEach(() => {
  models = volume(JOB_USER);
});
afterEach(() => models.remove());

function retrain(...flags: string[]) {
  const command = ['python3', '-m', 'batch', 'retrain', '--output', '/models', ...flags];
  return run(root, { command, network: 'none', volumes: { '/models': models.folder } });
}

test.each(['iris', 'digits'])('%s: publishes the very model that its service comes with', async (dataset) => {
  const { code, output } = await retrain('--dataset', dataset);
  expect(events(output)).toEqual([
    expect.objectContaining({ event: 'published', file: `/models/${dataset}.json` }),
  ]);
  expect(code).toBe(0);
  expect(models.names()).toEqual([`${dataset}.json`]);
  expect(models.text(`${dataset}.json`)).toBe(readFileSync(`images/${dataset}/model.json`, 'utf8'));
});

test('twice leaves what once leaves', async () => {
  await retrain();
  const first = models.identity('iris.json');
  const { code, output } = await retrain();
  expect(events(output)).toEqual([expect.objectContaining({ event: 'unchanged' })]);
  expect([code, models.names(), models.identity('iris.json')]).toEqual([0, ['iris.json'], first]);
});

test('a model below the bound is not published: 3', async () => {
  await retrain('--dataset', 'digits');
  const first = models.identity('digits.json');
  const { code, output } = await retrain('--dataset', 'digits', '--minimum-accuracy', '0.99');
  expect(events(output)).toEqual([expect.objectContaining({ event: 'failed', exit_code: 3 })]);
  expect([code, models.names(), models.identity('digits.json')]).toEqual([3, ['digits.json'], first]);
});

test('a volume that cannot be written: 1', async () => {
  models.remove();
  models = volume(0);
  const { code, output } = await retrain();
  expect(events(output)).toEqual([
    expect.objectContaining({
      event: 'failed',
      message: expect.stringMatching(/^cannot write \/models\/iris.json/),
    }),
  ]);
  expect(code).toBe(1);
});

test.each([
  ['a bound beyond 1', ['--minimum-accuracy', '90'], /--minimum-accuracy: must be from 0 to 1, got 90/],
  ['an unknown data set', ['--dataset', 'wine'], /invalid choice: 'wine'/],
])('%s: 3', async (_, flags, message) => {
  const { code, output } = await retrain(...flags);
  expect(events(output)).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
  expect([code, models.names()]).toEqual([3, []]);
});
