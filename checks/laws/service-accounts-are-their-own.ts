import type { Manifest } from '../../synth/manifest';
import type { Law } from '../law';
import { text } from '../readers/read';
import { shown } from '../readers/show';

/**
 * Every workload names a service account that no other one uses, so that a right is given to one program only. A Job and a
 * CronJob of one name are one program: it runs after a sync and on a schedule.
 */
export const serviceAccountsAreTheirOwn: Law = {
  id: 'service-accounts-are-their-own',
  *judge({ pods }) {
    const owners = new Map<string, Manifest>();
    for (const { manifest, namespace, spec } of pods) {
      const { metadata } = manifest.object;
      const name = text(spec, 'serviceAccountName');
      if (name === undefined || name === '' || name === 'default') {
        yield {
          manifest,
          message: `\`serviceAccountName\` must name a service account of its own, got ${shown(name)}; use '${metadata.name}'`,
        };
        continue;
      }
      const account = `${namespace}/${name}`;
      const owner = owners.get(account);
      if (owner === undefined) owners.set(account, manifest);
      else if (!isSameProgram(owner, manifest)) {
        yield {
          manifest,
          message: `\`serviceAccountName\` must not be shared, got '${name}', which ${owner.object.kind} '${owner.object.metadata.name}' uses; use '${metadata.name}'`,
        };
      }
    }
  },
};

function isSameProgram({ object: one }: Manifest, { object: other }: Manifest): boolean {
  const kinds = new Set([one.kind, other.kind]);
  return one.metadata.name === other.metadata.name && kinds.has('Job') && kinds.has('CronJob');
}
