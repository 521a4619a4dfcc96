import { inventory } from '../../environments/inventory';
import { type Inventory, resolveInventory } from '../../environments/resolve';
import { warningsOf } from '../../environments/warnings';
import { changed } from './change';

function warnings(of: Inventory): readonly string[] {
  return resolveInventory(of).flatMap(warningsOf);
}

interface Machine {
  readonly name: string;
}

/** The machines with names that match put on another host than `xeon-1`. */
function moved(machines: Readonly<Record<string, RegExp>>): Inventory {
  const onHost = (machine: Machine) => {
    const host = Object.entries(machines).find(([, pattern]) => pattern.test(machine.name))?.[0];
    return host === undefined ? machine : { ...machine, host };
  };
  const all = (list: readonly Machine[]) => list.map(onHost);
  return changed('proxmox.nodes', all, changed('proxmox.balancers', all));
}

test('one host under everything is a warning', () => {
  expect(warnings(inventory)).toEqual([
    'proxmox: all 6 nodes and 2 balancers stand on the physical host xeon-1; losing it loses everything. Spread the control plane, the workers and the balancers over three hosts',
  ]);
});

test('three hosts are none', () => {
  expect(warnings(moved({ 'xeon-2': /-2$/, 'xeon-3': /-3$/ }))).toEqual([]);
});

test('two hosts lose the control plane with the one that has its majority', () => {
  expect(warnings(moved({ 'xeon-2': /-2$/ }))).toEqual([
    'proxmox: losing the physical host xeon-1 loses too many control-plane nodes; spread them over more hosts',
  ]);
});

test('workers or balancers on one host are lost together', () => {
  expect(warnings(moved({ 'xeon-2': /^(control-plane|balancer)-2$/, 'xeon-3': /-plane-3$/ }))).toEqual([
    'proxmox: losing the physical host xeon-1 loses too many workers; spread them over more hosts',
  ]);
  expect(warnings(moved({ 'xeon-2': /^(control-plane|worker)-2$/, 'xeon-3': /-plane-3$/ }))).toEqual([
    'proxmox: losing the physical host xeon-1 loses too many balancers; spread them over more hosts',
  ]);
});

test('balancers apart from all nodes leave a host that loses nearly everything', () => {
  expect(warnings(moved({ 'xeon-2': /^balancer/ }))).toEqual([
    'proxmox: losing the physical host xeon-1 loses too many control-plane nodes; spread them over more hosts',
    'proxmox: losing the physical host xeon-1 loses too many workers; spread them over more hosts',
    'proxmox: losing the physical host xeon-2 loses too many balancers; spread them over more hosts',
  ]);
});

const spread = moved({ 'xeon-2': /-2$/, 'xeon-3': /-3$/ });

function warningsFor(schedule: string, timeZone: string): readonly string[] {
  const job = 'staging.batchJobs.jobs.iris-retraining';
  return warnings(changed(`${job}.schedule`, schedule, changed(`${job}.timeZone`, timeZone, spread)));
}

test.each([
  ['30 2 * * *', 'Europe/Berlin', '02:00 to 02:59'],
  ['30 1 * * 0', 'America/New_York', '01:00 to 01:59'],
  ['0 0 * * *', 'America/Santiago', '00:00 to 00:59'],
  ['45 1 * * *', 'Australia/Lord_Howe', '01:30 to 01:59'],
])('%s in %s meets a clock change', (schedule, timeZone, span) => {
  expect(warningsFor(schedule, timeZone)).toEqual([
    `staging/batch-jobs/iris-retraining: '${schedule}' is left out or runs twice when the clocks of ${timeZone} change; move it out of ${span}`,
  ]);
});

test.each([
  ['30 3 * * *', 'Europe/Berlin'],
  ['30 2 * * *', 'America/Sao_Paulo'],
  ['30 2 * * *', 'UTC'],
])('%s in %s meets none', (schedule, timeZone) => {
  expect(warningsFor(schedule, timeZone)).toEqual([]);
});
