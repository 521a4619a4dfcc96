import { buildApplications } from '../../charts/build';
import type { Cluster } from '../../environments/environment';
import { render } from '../../synth/render';
import { Rendered } from '../constructs/rendered';

/** What an application of a tree came to. */
export function built(cluster: Cluster, tree: string, application: string): Rendered {
  const own = buildApplications(cluster).filter((one) => one.tree === tree && one.name === application);
  return new Rendered(render(own).map(({ object }) => object));
}
