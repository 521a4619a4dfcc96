import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody who speaks to the API server with a token. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly token: string;
}

/** Files that a control plane starts from, all made anew for one run. */
export interface ConfigurationFiles {
  /** Where the API server puts its self-signed certificate and the key. */
  readonly certificates: string;
  /** That certificate, once it is there. */
  readonly certificate: string;
  readonly admission: string;
  /** Signs and verifies service account tokens. */
  readonly serviceAccountKey: string;
  readonly tokens: string;
  readonly adminToken: string;
}

/**
 * Pod Security for namespaces that say nothing themselves, as the platform's own API servers have it.
 * https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
 */
const ADMISSION = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'PodSecurity',
      configuration: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: {
          enforce: 'restricted',
          'enforce-version': 'latest',
          audit: 'restricted',
          'audit-version': 'latest',
          warn: 'restricted',
          'warn-version': 'latest',
        },
        exemptions: { usernames: [], runtimeClasses: [], namespaces: ['kube-system'] },
      },
    },
  ],
};

/** Where the files of the control plane in `folder` lie. */
export function configurationFiles(folder: string): Omit<ConfigurationFiles, 'adminToken'> {
  const certificates = join(folder, 'certificates');
  return {
    certificates,
    certificate: join(certificates, 'apiserver.crt'),
    admission: join(folder, 'admission.json'),
    serviceAccountKey: join(folder, 'service-account.key'),
    tokens: join(folder, 'tokens.csv'),
  };
}

export function writeConfiguration(folder: string, users: readonly User[] = []): ConfigurationFiles {
  const files = { ...configurationFiles(folder), adminToken: newToken() };
  const admin: User = { name: 'admin', groups: ['system:masters'], token: files.adminToken };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  mkdirSync(files.certificates);
  writeFileSync(files.admission, JSON.stringify(ADMISSION));
  writeSecret(files.serviceAccountKey, privateKey.export({ type: 'sec1', format: 'pem' }));
  writeSecret(files.tokens, [admin, ...users].map(tokenLine).join(''));
  return files;
}

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(32).toString('hex');
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokenLine({ name, groups, token }: User): string {
  return `${token},${name},${name},"${groups.join()}"\n`;
}

/** A kubeconfig (JSON is YAML) for one user of the API server at `url`. */
export function writeKubeconfig(file: string, url: string, certificate: Buffer, token: string): void {
  const cluster = { server: url, 'certificate-authority-data': certificate.toString('base64') };
  writeSecret(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
      'current-context': 'test',
    }),
  );
}

function writeSecret(file: string, content: string | Buffer): void {
  writeFileSync(file, content, { mode: 0o600 });
}
