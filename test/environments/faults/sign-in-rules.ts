import { changed, type FaultFixture } from '../change';

/** One fixture a rule on models that people sign in to, named for its one fault. */
export const signInFaults: Readonly<Record<string, FaultFixture>> = {
  'sign-in-is-for-public-models': {
    inventory: changed('staging.modelServing.models.digits.public', false),
    faults: [
      "staging/model-serving/digits: `access` must not be 'sign-in' without `public`, got false: nobody outside reaches the model; set `public: true` or leave `access` out",
    ],
  },
  'sign-in-has-an-identity-provider': {
    inventory: changed('staging.keycloak', undefined),
    faults: [
      "staging/model-serving/digits: `access` must not be 'sign-in' without the environment's `keycloak`, at which people sign in, got none; set it or leave `access` out",
    ],
  },
  'sign-in-leaves-names-free': {
    inventory: changed(
      'staging.modelServing.models.iris.name',
      'digits-sign-in',
      changed('staging.batchJobs', undefined),
    ),
    faults: [
      "staging/model-serving/digits-sign-in: `name` must not be that of the proxy before 'digits', got 'digits-sign-in'; rename one",
    ],
  },
};
