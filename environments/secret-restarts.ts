import type { RestartedWorkload } from '../reconcilers/restarts/state';
import type { Model, ModelServing } from './environment';

/** Workloads whose programs read a Secret at their start alone, each with these Secrets. */
export function restartedIn({ models }: Pick<ModelServing, 'models'>): readonly RestartedWorkload[] {
  return models
    .map((model) => ({ kind: 'Deployment' as const, name: model.name, secrets: readAtStart(model) }))
    .filter(({ secrets }) => secrets.length > 0);
}

function readAtStart({ secrets }: Pick<Model, 'secrets'>): string[] {
  return secrets
    .filter(({ reload }) => reload === 'restart')
    .map(({ secret }) => secret)
    .sort();
}
