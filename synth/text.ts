import { Document, Scalar, visit } from 'yaml';
import type { KubernetesObject } from './manifest';

/** First line of every file that this project renders; a file without it is foreign and never touched. */
export const MARK = '# Rendered by `npm run synth`; do not edit.';

/** Characters that readers of YAML refuse or take for the end of a line, unless they are escaped. */
const UNSAFE = /[\r\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

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
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // All of them stand in double quotes now, where an escape is read as the character.
  return document
    .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER })
    .replace(UNSAFE, escaped);
}

/** Whether the library would write something that reads as another value. */
function needsQuotes(value: string): boolean {
  // The one YAML 1.1 tag that `compat` does not know (!!value), and white space that a block would lose.
  return value === '=' || /^\n*[ \t]|^.*\t.*$/.test(value) || value.search(UNSAFE) >= 0;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
