import { INTERNAL_CA_BUNDLE, INTERNAL_CA_KEY } from '../constructs/internal-ca/props';
import { KV_MOUNT, vaultPathOf } from '../constructs/secrets/props';
import { OPERATOR_ACCOUNT, VAULT_AUDIENCE } from '../constructs/vault/props';
import type { EnteredSecret, Environment, Vault } from '../environments/environment';
import { askCommand, fileOf, folderOf, SECRETS_FOLDER } from './secret-commands';
import type { Step } from './step';

/** What a person enters into the vault of an environment; nothing where it has none. */
export function vaultSteps({ vault, enteredSecrets }: Environment): readonly Step[] {
  if (vault === undefined) return [];
  return [
    {
      title: 'Log in to the vault',
      why: `Nobody signs in by name before the identity provider knows people: until then the vault takes a token of the ServiceAccount ${OPERATOR_ACCOUNT}.`,
      commands: logInCommands(vault),
      checks: [],
    },
    ...enteredSecrets.map(({ namespace, secret, keys }) => ({
      title: `Enter ${vaultPathOf(namespace, secret)}`,
      why: `Applications of ${namespace} read ${keys.join(' and ')} there; whoever gave the value gives another when it is lost.`,
      commands: enterCommands({ namespace, secret, keys }),
      checks: [],
    })),
  ];
}

function logInCommands({ namespace, consoleUrl }: Vault): readonly string[] {
  return [
    `kubectl get configmap ${INTERNAL_CA_BUNDLE} --namespace=${namespace} --output=jsonpath='{.data.${INTERNAL_CA_KEY.replaceAll('.', '\\.')}}' > ${SECRETS_FOLDER}/ca.crt`,
    `export BAO_ADDR=${consoleUrl} BAO_CACERT=${SECRETS_FOLDER}/ca.crt`,
    `export BAO_TOKEN=$(kubectl create token ${OPERATOR_ACCOUNT} --namespace=${namespace} --audience=${VAULT_AUDIENCE} | bao write -field=token auth/kubernetes/login role=${OPERATOR_ACCOUNT} jwt=-)`,
  ];
}

function enterCommands({ namespace, secret: name, keys }: EnteredSecret): readonly string[] {
  const secret = { namespace, name };
  const contents = keys.map((key) => `${key}=@${fileOf(secret, key)}`);
  return [
    `install --directory --mode=700 ${folderOf(secret)}`,
    ...keys.map((key) => askCommand(fileOf(secret, key), key)),
    `bao kv put -mount=${KV_MOUNT} ${vaultPathOf(namespace, name)} ${contents.join(' ')}`,
  ];
}
