import type { World } from '../../world';
import { strings } from '../read';

/** A profile of the Pod Security Standards, from none to the strictest. */
export type Level = 'privileged' | 'baseline' | 'restricted';

/**
 * The level that a namespace enforces by its label; `restricted` where the namespace says nothing or is not in
 * the tree, because that is what a namespace of this project is given.
 */
export function levelOf(world: World, namespace: string): Level {
  const labels = strings(world.find('', 'Namespace', undefined, namespace)?.object, 'metadata.labels');
  const level = labels['pod-security.kubernetes.io/enforce'];
  return level === 'privileged' || level === 'baseline' ? level : 'restricted';
}
