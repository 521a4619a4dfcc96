import { groupOf, type Manifest } from './manifest';

/** Longest name that the file systems in use take, in bytes. */
const LONGEST_FILE_NAME = 255;

/**
 * The file of a manifest below `dist/`, a function of its identity alone:
 * `<tree>/<application>/[<namespace>/]<kind>[.<group>]_<name>.yaml`, the kind in lower case, as
 * `kubectl get <kind>.<group> <name>` has it.
 *
 * Two identities never share a path: `_` stands in no kind, group or namespace, and characters of a name that
 * some file system folds or refuses (upper case, `:` in RBAC names) are percent-encoded, which no name contains.
 *
 * @throws RangeError when the file name is longer than file systems take.
 */
export function pathOf(manifest: Manifest): string {
  const { tree, application, object } = manifest;
  const { name, namespace } = object.metadata;
  const group = groupOf(object);
  const kind = object.kind.toLowerCase();
  const file = `${kind}${group === '' ? '' : `.${group}`}_${encode(name)}.yaml`;
  if (file.length > LONGEST_FILE_NAME) {
    throw new RangeError(
      `the file name of ${object.kind} '${name}' must have at most ${LONGEST_FILE_NAME} characters, got ${file.length}; shorten its name`,
    );
  }
  return [tree, application, ...(namespace === undefined ? [] : [namespace]), file].join('/');
}

function encode(name: string): string {
  return name.replace(/[^a-z0-9.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
