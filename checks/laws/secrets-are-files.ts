import type { Law } from '../law';
import { containersOf } from '../readers/pods';
import { at, mappings } from '../readers/read';
import { calledContainer, shown } from '../readers/show';

/** Secrets reach a program as files: an environment is inherited, dumped and logged, and never renewed. */
export const secretsAreFiles: Law = {
  id: 'secrets-are-files',
  *judge({ pods }) {
    for (const one of pods) {
      const { manifest } = one;
      for (const container of containersOf(one)) {
        const owner = calledContainer(container);
        for (const variable of mappings(container, 'env')) {
          if (!at(variable, 'valueFrom.secretKeyRef')) continue;
          const name = shown(variable['name']);
          const message = `\`env\` ${name} of ${owner} must not come from a Secret, got \`secretKeyRef\`; mount the Secret as a file`;
          yield { manifest, message };
        }
        for (const source of mappings(container, 'envFrom')) {
          if (!source['secretRef']) continue;
          const secret = shown(at(source, 'secretRef.name'));
          const message = `\`envFrom\` of ${owner} must not read a Secret, got ${secret}; mount the Secret as files`;
          yield { manifest, message };
        }
      }
    }
  },
};
