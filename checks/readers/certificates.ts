import type { Manifest } from '../../synth/manifest';
import type { World } from '../world';
import { namespaceOf } from './namespaces';
import { list, text } from './read';

/** The Certificates whose Secret has that name. */
export function certificatesOf(world: World, namespace: string, secret: string): readonly Manifest[] {
  return world
    .ofKind('cert-manager.io', 'Certificate')
    .filter(
      (manifest) =>
        namespaceOf(manifest) === namespace && text(manifest.object, 'spec.secretName') === secret,
    );
}

/** Names that a Certificate is for: hosts, and with `*` all hosts of one label more. */
export function namesOf({ object }: Manifest): readonly string[] {
  return list(object, 'spec.dnsNames').filter((name) => typeof name === 'string');
}

/** Whether a name of a certificate covers a host: `*` stands for one label. */
export function isCovered(host: string, name: string): boolean {
  return name === host || (name.startsWith('*.') && name.slice(1) === host.replace(/^[^.]*/, ''));
}
