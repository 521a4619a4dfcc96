import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../object-storage/props';
import { CA_FILE } from './configuration';
import { hclText } from './hcl';
import { SNAPSHOTS, type VaultSettings, vaultUrl } from './props';

/** Folder of these files. */
export const SETTINGS_FOLDER = '/settings';

/** Folder of the object storage's credentials. */
export const CREDENTIALS_FOLDER = '/credentials';

/** Files that the steps of a snapshot read: how to log in to the vault, and how to the object storage. */
export function snapshotFilesOf(
  namespace: string,
  session: string,
): Readonly<Record<'agent.hcl' | 'aws', string>> {
  return { 'agent.hcl': agentOf(namespace, session), aws: awsOf() };
}

/** rclone's name of the folder that holds the copies. @see https://rclone.org/s3/ */
export function remoteOf({ store, folder }: VaultSettings['snapshots']): string {
  const { endpoint, region, bucket } = store;
  const options = {
    provider: 'Other',
    env_auth: 'true',
    endpoint,
    region,
    no_check_bucket: 'true',
    force_path_style: 'true',
  };
  const list = Object.entries(options).map(([key, value]) => `${key}='${value}'`);
  return `:s3,${list.join(',')}:${bucket}${folder}`;
}

/**
 * Logs in once and leaves the token where the command line looks for it. No shell is needed for that.
 * @see https://openbao.org/docs/agent-and-proxy/autoauth/
 */
function agentOf(namespace: string, session: string): string {
  return hclText({
    attributes: { exit_after_auth: true },
    blocks: [
      { type: 'vault', attributes: { address: vaultUrl(namespace), ca_cert: CA_FILE } },
      {
        type: 'auto_auth',
        blocks: [
          {
            type: 'method',
            labels: ['kubernetes'],
            attributes: {
              mount_path: 'auth/kubernetes',
              config: { role: SNAPSHOTS, token_path: '/token/token' },
            },
          },
          {
            type: 'sink',
            labels: ['file'],
            attributes: { config: { path: `${session}/.vault-token`, mode: 0o600 } },
          },
        ],
      },
    ],
  });
}

/**
 * rclone takes credentials from its environment, its arguments or what its S3 library finds, and none of the first two is a
 * place for a secret: so the library is told to put them together from their files, by `sh`, which rclone's image has.
 * @see https://docs.aws.amazon.com/cli/v1/userguide/cli-configure-sourcing-external.html
 */
function awsOf(): string {
  const read = (key: string) => `"$(cat ${CREDENTIALS_FOLDER}/${key})"`;
  const format = `'{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}'`;
  return [
    '[default]',
    `credential_process = printf ${format} ${read(ACCESS_KEY_ID)} ${read(SECRET_ACCESS_KEY)}`,
    '',
  ].join('\n');
}
