import type { Law } from '../law';
import { text } from '../readers/read';
import { shown } from '../readers/show';

/** Every workload names a service account that no other one uses, so that a right is given to one program only. */
export const serviceAccountsAreTheirOwn: Law = {
  id: 'service-accounts-are-their-own',
  *judge({ pods }) {
    const owners = new Map<string, string>();
    for (const { manifest, namespace, spec } of pods) {
      const { kind, metadata } = manifest.object;
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
      if (owner === undefined) owners.set(account, `${kind} '${metadata.name}'`);
      else {
        yield {
          manifest,
          message: `\`serviceAccountName\` must not be shared, got '${name}', which ${owner} uses; use '${metadata.name}'`,
        };
      }
    }
  },
};
