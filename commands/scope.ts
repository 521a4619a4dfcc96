import type { Synthesis } from '../app';
import { EVERYTHING, type Scope } from '../synth/plan';
import { type Fault, FaultsError } from '../values/fault';
import { show } from '../values/schema';

export interface ScopeOptions {
  readonly environment?: string;
  readonly application?: string;
}

/** The part of `dist/` that a run may touch. @throws FaultsError when nothing is rendered by that name */
export function scopeOf({ environment, application }: ScopeOptions, { manifests }: Synthesis): Scope {
  if (environment === undefined && application === undefined) return EVERYTHING;
  const trees = manifests.map(({ tree }) => tree);
  const inTree = manifests.filter(({ tree }) => tree === environment);
  const applications = (inTree.length > 0 ? inTree : manifests).map((manifest) => manifest.application);
  const faults = [
    ...faultOf('--environment', environment, trees),
    ...faultOf('--application', application, applications),
  ];
  if (faults.length > 0) throw new FaultsError(faults);
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

function faultOf(path: string, name: string | undefined, names: readonly string[]): readonly Fault[] {
  const known = [...new Set(names)].sort();
  if (name === undefined || known.includes(name)) return [];
  return [{ path, message: `must be one of ${known.join(', ')}, got ${show(name)}` }];
}
