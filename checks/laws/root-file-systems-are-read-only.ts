import type { Law } from '../law';
import { isWindows } from '../readers/pod-security/control';
import { containersOf } from '../readers/pods';
import { at } from '../readers/read';
import { calledContainer, shown } from '../readers/show';

/** No container can change its own image's files; what it writes goes to a volume. Windows cannot do it. */
export const rootFileSystemsAreReadOnly: Law = {
  id: 'root-file-systems-are-read-only',
  *judge({ pods }) {
    for (const one of pods) {
      if (isWindows(one.spec)) continue;
      for (const container of containersOf(one)) {
        const value = at(container, 'securityContext.readOnlyRootFilesystem');
        if (value === true) continue;
        yield {
          manifest: one.manifest,
          message: `\`securityContext.readOnlyRootFilesystem\` of ${calledContainer(container)} must be true, got ${shown(value)}; mount an emptyDir where it writes`,
        };
      }
    }
  },
};
