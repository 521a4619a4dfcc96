import { PROTECTED_NAMES } from './policies';

/** Where the policies and roles lie by which a vault is repaired: nobody but they themselves may write there. */
const FOLDERS = ['sys/policies/acl', 'sys/policy', 'auth/kubernetes/role'];

const PATHS: readonly string[] = [
  ...FOLDERS.flatMap((folder) => PROTECTED_NAMES.map((name) => `${folder}/${name}`)),
  'auth/kubernetes/config',
];

/**
 * The first path of those that a state must not open which a policy's path reaches; undefined when it reaches none.
 * @param path with `*` at its end for anything and `+` for one part
 */
export function protectedPathIn(path: string): string | undefined {
  const isPrefix = path.endsWith('*');
  const pattern = (isPrefix ? path.slice(0, -1) : path)
    .split('/')
    .map((part) => (part === '+' ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  const matcher = new RegExp(`^${pattern}${isPrefix ? '' : '$'}`);
  return PATHS.find((candidate) => matcher.test(candidate));
}
