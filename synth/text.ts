import { Document, Scalar, visit } from 'yaml';
import type { KubernetesObject } from './manifest';

/** First line of every file that this project renders; a file without it is foreign and never touched. */
export const MARK = '# Rendered by `npm run synth`; do not edit.';

/**
 * The bytes of a file of `dist/`: the mark, then one YAML document an object.
 *
 * Strings that YAML 1.1 readers (kubectl, Argo CD) would take for something else (`n`, `on`, `1e3`, `=`) are
 * quoted.
 */
export function textOf(objects: readonly KubernetesObject[]): string {
  return `${MARK}\n${objects.map(documentOf).join('---\n')}`;
}

function documentOf(object: KubernetesObject): string {
  const document = new Document(object, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      // The one YAML 1.1 tag that `compat` does not know: !!value.
      if (node.value === '=') node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}
