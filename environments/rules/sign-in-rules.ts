import { gatewayOf } from '../../constructs/model-gateway/props';
import { guardedModels } from '../model-sign-in';
import { eachEnvironment } from './environment-rules';
import type { Rule } from './rule';

/** Rules on models that people sign in to. */
export const signInRules: readonly Rule[] = [
  eachEnvironment('sign-in-is-for-public-models', function* ({ modelServing }) {
    for (const { name, access, public: isPublic } of modelServing?.models ?? []) {
      if (access === 'open' || isPublic) continue;
      yield [
        `model-serving/${name}`,
        "`access` must not be 'sign-in' without `public`, got false: nobody outside reaches the model; set `public: true` or leave `access` out",
      ];
    }
  }),
  // That an identity provider has a vault, which keeps the secrets of both, is a rule on the identity provider.
  eachEnvironment('sign-in-has-an-identity-provider', function* (environment) {
    if (environment.keycloak !== undefined) return;
    for (const { name } of guardedModels(environment)) {
      yield [
        `model-serving/${name}`,
        "`access` must not be 'sign-in' without the environment's `keycloak`, at which people sign in, got none; set it or leave `access` out",
      ];
    }
  }),
  eachEnvironment('sign-in-leaves-names-free', function* (environment) {
    const proxies = new Map(guardedModels(environment).map(({ name }) => [gatewayOf(name), name]));
    for (const { name } of environment.modelServing?.models ?? []) {
      const guarded = proxies.get(name);
      if (guarded === undefined) continue;
      yield [
        `model-serving/${name}`,
        `\`name\` must not be that of the proxy before '${guarded}', got '${name}'; rename one`,
      ];
    }
  }),
];
