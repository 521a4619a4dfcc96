import type { SecretRef } from '../constructs/pod/props';
import { type ImportedSecretProps, importedSecretsOf } from '../constructs/secrets/props';
import type { EnteredSecret, Environment } from './environment';
import type { EnvironmentValues } from './environment-spec';

type ModelValues = NonNullable<EnvironmentValues['modelServing']>['models'][number];
type JobValues = NonNullable<EnvironmentValues['batchJobs']>['jobs'][number];

/** Every Secret that the models of an environment refer to: credentials of queues and files of programs. */
export function secretsOfModels(models: readonly ModelValues[]): readonly SecretRef[] {
  return [
    ...models.flatMap(({ scaling }) =>
      scaling.kind === 'keda'
        ? scaling.triggers.flatMap((trigger) => (trigger.type === 'rabbitmq' ? [trigger.host] : []))
        : [],
    ),
    ...secretsOfJobs(models),
  ];
}

/** Every Secret that programs read as files. */
export function secretsOfJobs(
  programs: readonly Pick<JobValues | ModelValues, 'secrets'>[],
): readonly SecretRef[] {
  return programs.flatMap(({ secrets }) =>
    secrets.flatMap(({ secret, keys }) => keys.map((key) => ({ secret, key }))),
  );
}

/** What a person enters into the vault for a namespace: others gave it, so the cluster cannot make it up. */
export function enteredSecretsOf(
  namespace: string,
  references: readonly SecretRef[],
): readonly EnteredSecret[] {
  return importedSecretsOf(references).map(({ name, keys }) => ({
    namespace,
    secret: name,
    keys: keys.map(({ key }) => key),
  }));
}

/** Secrets of a namespace that come from the vault; none where the environment has no vault. */
export function importedInto(
  { vault, enteredSecrets }: Environment,
  namespace: string,
): readonly ImportedSecretProps[] {
  if (vault === undefined) return [];
  return enteredSecrets
    .filter((entered) => entered.namespace === namespace)
    .map(({ secret, keys }) => ({ name: secret, keys: keys.map((key) => ({ key })) }));
}

/** Whether a namespace has anything to do with the vault. */
export function readsFromVault(environment: Environment, namespace: string): boolean {
  const { modelServing } = environment;
  const signsIn = modelServing?.namespace === namespace && modelServing.signIn !== undefined;
  return signsIn || importedInto(environment, namespace).length > 0;
}
