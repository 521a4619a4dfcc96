import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../../bootstrap/document';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';
import { stepsTo } from './environment';

const PAGE = join(__dirname, '../../docs/bootstrap.md');
const production = stepsTo('production');
const titles = production.map(({ title }) => title);
const commands = production.flatMap((step) => step.commands);
const position = (title: RegExp) => titles.findIndex((one) => title.test(one));

describe('the steps to production', () => {
  test('docs/bootstrap.md is what they print', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(documentOf('production', production));
  });

  test('every Secret that a person makes for it has a step, and none of another environment has', () => {
    const [cluster] = resolveInventory(inventory);
    const wanted = (cluster?.bootstrapSecrets ?? [])
      .map(({ namespace, name }) => `${namespace}/${name}`)
      .filter((name) => !/(development|staging)-/.test(name));
    const steps = titles.filter((title) => title.startsWith('Make Secret '));
    expect(steps.map((title) => title.replace('Make Secret ', '')).sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(3);
  });

  test('they stand in the order of what needs what', () => {
    const order = [/^Bring up/, /^Make the namespaces/, /^Make Secret/, /^Install/, /^Hand/, /^Wait/].map(
      position,
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  test('every Application is waited for, the cluster’s before the environment’s', () => {
    const waited = commands.filter((command) => command.includes('Healthy'));
    const names = waited.flatMap((command) => command.match(/application\/[-a-z0-9]+/g) ?? []);
    expect(names.map((name) => name.replace('application/', ''))).toEqual(
      expect.arrayContaining(['proxmox-gateway', 'production-model-serving']),
    );
    const first = names.findIndex((name) => name.startsWith('application/production-'));
    expect(names.slice(first).some((name) => name.startsWith('application/proxmox-'))).toBe(false);
  });

  test('a shell understands every command', () => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands.join('\n'), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('no value stands in a command but those that are no secret', () => {
    const literals = commands.flatMap((command) => command.match(/--from-literal=[^=]+/g) ?? []);
    expect(literals).toEqual(['--from-literal=type', '--from-literal=url']);
  });

  test('a file that is there is never made anew', () => {
    const writing = commands.filter((command) => /(urandom|read -)/.test(command));
    expect(writing.length).toBeGreaterThan(1);
    expect(writing.filter((command) => !/^\[ -e \S+ \] \|\| /.test(command))).toEqual([]);
  });
});
