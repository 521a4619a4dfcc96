import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { birthOf, isAlive } from './session';

test('a process is alive until it has ended', async () => {
  const child = spawn('sleep', ['60']);
  const birth = birthOf(child.pid ?? 0);
  expect(isAlive(birth)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(birth)).toBe(false);
});

test('another process that has its number is not taken for it', () => {
  const birth = birthOf(process.pid);
  expect(isAlive({ ...birth, started: '1' })).toBe(false);
});

test('a process of another namespace cannot be seen and counts as alive', () => {
  expect(isAlive({ pid: 999_999, started: '1', namespace: 'pid:[1]' })).toBe(true);
});
