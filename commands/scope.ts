import type { Synthesis } from '../app';
import { EVERYTHING, type Scope } from '../synth/plan';
import { FaultsError } from '../values/fault';

export interface ScopeOptions {
  readonly environment?: string;
  readonly application?: string;
}

/** The part of `dist/` that a run may touch. @throws FaultsError when nothing is rendered by that name */
export function scopeOf({ environment, application }: ScopeOptions, { manifests }: Synthesis): Scope {
  if (environment === undefined && application === undefined) return EVERYTHING;
  const trees = new Set(manifests.map(({ tree }) => tree));
  demandKnown('--environment', environment, trees);
  const within = manifests.filter(({ tree }) => environment === undefined || tree === environment);
  demandKnown('--application', application, new Set(within.map((manifest) => manifest.application)));
  return {
    includes(path) {
      const [tree, folder] = path.split('/');
      return (
        (environment === undefined || tree === environment) &&
        (application === undefined || folder === application)
      );
    },
  };
}

function demandKnown(option: string, name: string | undefined, known: ReadonlySet<string>): void {
  if (name === undefined || known.has(name)) return;
  throw new FaultsError([
    { path: option, message: `must be one of ${[...known].join(', ')}, got '${name}'` },
  ]);
}
