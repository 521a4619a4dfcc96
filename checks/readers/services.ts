import type { World } from '../world';
import type { Pods } from './pods';
import { strings } from './read';

/** `https://<service>.<namespace>.svc[.cluster.local][:port]` */
const SERVICE_URL = /^[a-z]+:\/\/([-a-z0-9]+)\.([-a-z0-9]+)\.svc(?:\.[-a-z0-9.]+)?(?::\d+)?(?:\/|$)/;

/**
 * Workloads behind the URL of a Service. Labels of its selector that no template has are left out: a program may set
 * them itself, as a vault marks its active node.
 */
export function workloadsBehind(world: World, url: string): readonly Pods[] {
  const [, name = '', namespace = ''] = SERVICE_URL.exec(url) ?? [];
  const service = world.find('', 'Service', namespace, name);
  const selector = Object.entries(strings(service?.object, 'spec.selector'));
  return world.pods.filter((pods) => {
    const known = selector.filter(([key]) => Object.hasOwn(pods.labels, key));
    return (
      pods.namespace === namespace &&
      known.length > 0 &&
      known.every(([key, value]) => pods.labels[key] === value)
    );
  });
}
