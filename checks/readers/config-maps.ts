import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespacesOf } from './namespaces';
import { once } from './once';
import { at, mapping } from './read';
import { selects } from './selectors';

/** ConfigMap with the cluster's own CA, which every namespace has. */
const BUILT_IN = 'kube-root-ca.crt';

/** Where ConfigMaps that nobody renders come from. */
export interface DistributedConfigMaps {
  /** Whether Kubernetes or a Bundle puts one of that name into the namespace. */
  has(namespace: string, name: string): boolean;
  /** The Bundle of that name that reaches the namespace. */
  bundleOf(namespace: string, name: string): Manifest | undefined;
}

/**
 * ConfigMaps that somebody else writes: Kubernetes into each namespace, trust-manager into those that it selects.
 * @see https://cert-manager.io/docs/trust/trust-manager/
 */
export const distributedConfigMapsOf = once((world: World): DistributedConfigMaps => {
  const bundles = world
    .ofKind('trust.cert-manager.io', 'Bundle')
    .filter(({ object }) => Object.keys(mapping(object, 'spec.target.configMap')).length > 0);
  const bundleOf = (namespace: string, name: string) =>
    bundles.find(({ object }) => {
      if (object.metadata.name !== name) return false;
      const selector = at(object, 'spec.target.namespaceSelector');
      return selector === undefined || selects(selector, namespacesOf(world).labelsOf(namespace));
    });
  return {
    has: (namespace, name) => name === BUILT_IN || bundleOf(namespace, name) !== undefined,
    bundleOf,
  };
});
