import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { laws } from '../checks/laws';
import { rules } from '../environments/rules';

const root = join(__dirname, '..');

/** Rows of the page's tables: what happens, and what holds it. */
const rows = readFileSync(join(root, 'docs', 'invariants.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (accident|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, accident = '', holders = '']) => ({
    accident,
    holders: [...holders.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  }));

const named = rows.flatMap(({ holders }) => holders);
const known = new Set([...laws, ...rules].map(({ id }) => id));

/** Settings of programs that a row tells of: `tls_auto_reload`. */
const isSetting = (name: string) => /^[a-z]+(_[a-z]+)+$/.test(name);

test('every accident is held by something', () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter(({ holders }) => holders.every(isSetting)).map(({ accident }) => accident)).toEqual([]);
});

test('what holds an accident is a law, a rule or a file', () => {
  const lost = named.filter(
    (name) => !known.has(name) && !isSetting(name) && !(name.includes('/') && existsSync(join(root, name))),
  );
  expect(lost).toEqual([]);
});

test('every law on the vault, on Keycloak and on what they share stands there', () => {
  const subject = /^(vault|keycloak|stores|pools|heaps|needs|generated|listener)/;
  const missing = laws.map(({ id }) => id).filter((id) => subject.test(id) && !named.includes(id));
  expect(missing).toEqual([]);
});
