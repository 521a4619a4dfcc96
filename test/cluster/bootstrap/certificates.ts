import { readFileSync } from 'node:fs';
import { at, list, strings, text } from '../../../checks/readers/read';
import {
  INTERNAL_CA_BUNDLE,
  INTERNAL_CA_KEY,
  INTERNAL_CA_LABEL,
} from '../../../constructs/internal-ca/props';
import { groupOf, type KubernetesObject } from '../../../synth/manifest';
import { type Authority, issue } from '../session/authority';

/** The Secret of every Certificate of `dist/`, as cert-manager would make it, but for those of authorities. */
export async function certificatesFor(
  objects: readonly KubernetesObject[],
  authority: Authority,
  folder: string,
): Promise<readonly KubernetesObject[]> {
  const made: KubernetesObject[] = [];
  for (const object of objects) {
    const isCertificate = object.kind === 'Certificate' && groupOf(object) === 'cert-manager.io';
    if (isCertificate && at(object, 'spec.isCA') !== true)
      made.push(await secretOf(object, authority, folder));
  }
  return made;
}

/** The ConfigMap with the certificate of who signs, in every namespace of `dist/` that asks for it. */
export function bundlesFor(
  objects: readonly KubernetesObject[],
  authority: Authority,
): readonly KubernetesObject[] {
  const [[label, value] = ['', '']] = Object.entries(INTERNAL_CA_LABEL);
  const data = { [INTERNAL_CA_KEY]: readFileSync(authority.certificate, 'utf8') };
  return objects
    .filter((object) => object.kind === 'Namespace' && strings(object, 'metadata.labels')[label] === value)
    .map(({ metadata: { name: namespace } }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace, name: INTERNAL_CA_BUNDLE },
      data,
    }));
}

/** A gateway's controller chooses a certificate by its names. */
async function secretOf(
  certificate: KubernetesObject,
  authority: Authority,
  folder: string,
): Promise<KubernetesObject> {
  const { namespace = '', name: own } = certificate.metadata;
  const name = text(certificate, 'spec.secretName') ?? own;
  const names = [
    ...list(certificate, 'spec.dnsNames').map((host) => `DNS:${host}`),
    ...list(certificate, 'spec.ipAddresses').map((address) => `IP:${address}`),
  ];
  const files = await issue(authority, folder, `${namespace}-${name}`, { subject: `/CN=${own}`, names });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    stringData: {
      'ca.crt': readFileSync(authority.certificate, 'utf8'),
      'tls.crt': readFileSync(files.certificate, 'utf8'),
      'tls.key': readFileSync(files.key, 'utf8'),
    },
  };
}
