import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';

/** An authority that signs certificates for this run. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** Files with a certificate and its key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate is for. */
export interface CertificateSubject {
  /** Distinguished name: `/O=system:masters/CN=kube-apiserver`. */
  readonly subject: string;
  /** Names of the server: `DNS:git.example.com`. @default none: a client's certificate */
  readonly names?: readonly string[];
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc', '-days', '2'];

/** Makes an authority with its files in `folder`. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const files = filesOf(folder, name);
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,digitalSignature'];
  await run('openssl', ['req', '-x509', ...KEY, '-subj', `/CN=${name}`, ...usage, ...output(files)]);
  return files;
}

/** Signs a certificate, with its files in `folder`. */
export async function issue(
  authority: Authority,
  folder: string,
  name: string,
  { subject, names = [] }: CertificateSubject,
): Promise<Certificate> {
  const files = filesOf(folder, name);
  const usage = `extendedKeyUsage=${names.length > 0 ? 'serverAuth' : 'clientAuth'}`;
  const extensions = [
    usage,
    'basicConstraints=critical,CA:FALSE',
    ...(names.length > 0 ? [`subjectAltName=${names.join()}`] : []),
  ];
  const signed = ['-CA', authority.certificate, '-CAkey', authority.key];
  await run('openssl', [
    ...['req', '-x509', ...signed, ...KEY, '-subj', subject],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...output(files),
  ]);
  return files;
}

function filesOf(folder: string, name: string): Certificate {
  return { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
}

function output({ certificate, key }: Certificate): string[] {
  // The key must not be readable for a moment by others: the file is there with its mode before the key is.
  writeFileSync(key, '', { mode: 0o600 });
  return ['-out', certificate, '-keyout', key];
}
