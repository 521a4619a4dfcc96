import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { type Needs, needsOf } from '../readers/needs';

/**
 * Nothing waits for itself: pods wait for Secrets, Secrets for who makes them, and those for the vault, which is made of
 * pods, too. An empty cluster with a cycle never comes up, and one that has it already never comes back.
 */
export const needsHaveNoCycle: Law = {
  id: 'needs-have-no-cycle',
  *judge(world): Generator<Breach> {
    const needs = needsOf(world);
    for (const cycle of cyclesOf(needs)) {
      const [start, manifest] = culpritOf(cycle, needs);
      if (manifest === undefined) continue;
      const at = cycle.indexOf(start);
      const way = [...cycle.slice(at), ...cycle.slice(0, at), start].join(' → ');
      yield {
        manifest,
        message: `must not wait for itself, got ${way}; let a person or cert-manager make one of these Secrets`,
      };
    }
  },
};

/** One way round for each need that closes a circle. */
function cyclesOf({ of }: Needs): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (thing: string): void => {
    const before = way.indexOf(thing);
    if (before >= 0) cycles.push(way.slice(before));
    if (before >= 0 || done.has(thing)) return;
    way.push(thing);
    for (const need of new Set(of.get(thing))) visit(need);
    way.pop();
    done.add(thing);
  };
  for (const thing of of.keys()) visit(thing);
  return cycles;
}

/** The object to change: where a Secret's content comes from is easier to change than who reads it. */
function culpritOf(cycle: readonly string[], { manifests }: Needs): readonly [thing: string, Manifest?] {
  const objects = cycle.filter((thing) => manifests.has(thing));
  const start = objects.find((thing) => thing.startsWith('ExternalSecret ')) ?? objects[0] ?? '';
  const manifest = manifests.get(start);
  return manifest === undefined ? [start] : [start, manifest];
}
