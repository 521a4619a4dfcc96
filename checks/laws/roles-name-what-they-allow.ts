import type { Law } from '../law';
import { list, mappings } from '../readers/read';
import { shown } from '../readers/show';

const FIELDS = ['verbs', 'resources', 'apiGroups'];

/** No role allows what does not exist yet: `*` grows with every new verb, resource and group. */
export const rolesNameWhatTheyAllow: Law = {
  id: 'roles-name-what-they-allow',
  *judge(world) {
    for (const manifest of ['Role', 'ClusterRole'].flatMap((kind) =>
      world.ofKind('rbac.authorization.k8s.io', kind),
    )) {
      for (const [index, rule] of mappings(manifest.object, 'rules').entries()) {
        for (const field of FIELDS) {
          const wide = list(rule, field).find((value) => typeof value === 'string' && value.includes('*'));
          if (wide === undefined) continue;
          const message = `\`rules[${index}].${field}\` must not hold a wildcard, got ${shown(wide)}; name each one`;
          yield { manifest, message };
        }
      }
    }
  },
};
