import type { Breach, Law } from '../law';
import { claimsOf } from '../readers/claims';
import { mapping, text } from '../readers/read';
import { shown } from '../readers/show';

const OPTIONS = 'argocd.argoproj.io/sync-options';
const REQUIRED = ['Prune=false', 'Delete=false'];

/**
 * Data outlives a mistake: no sync prunes a claim that fell out of the code, and neither deleting its Application nor
 * scaling its StatefulSet takes it along.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export const claimsOutliveTheirApplication: Law = {
  id: 'claims-outlive-their-application',
  *judge(world): Generator<Breach> {
    for (const { manifest, claim, sort, called } of claimsOf(world)) {
      if (sort === 'ephemeral') continue;
      const options = text(mapping(claim, 'metadata.annotations')[OPTIONS]);
      const given = (options ?? '').split(',').map((option) => option.trim());
      if (REQUIRED.every((option) => given.includes(option))) continue;
      const message = `annotation \`${OPTIONS}\`${called} must hold ${REQUIRED.join(' and ')}, got ${shown(options)}; write '${REQUIRED.join(',')}'`;
      yield { manifest, message };
    }
    for (const manifest of world.ofKind('apps', 'StatefulSet')) {
      const policy = mapping(manifest.object, 'spec.persistentVolumeClaimRetentionPolicy');
      for (const event of ['whenDeleted', 'whenScaled']) {
        if (policy[event] !== 'Delete') continue;
        const message = `\`persistentVolumeClaimRetentionPolicy.${event}\` must not be 'Delete', which removes the data with the pods; use 'Retain'`;
        yield { manifest, message };
      }
    }
  },
};
