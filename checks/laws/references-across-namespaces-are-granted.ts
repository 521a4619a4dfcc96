import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { backendsOf, isGranted } from '../readers/backends';
import { GATEWAY_API, routesOf } from '../readers/gateways';
import { mappings, text } from '../readers/read';
import type { World } from '../world';

/**
 * A route or a Gateway that refers to a Service or a Secret of another namespace needs a ReferenceGrant there:
 * without one the gateway answers 500 or has no certificate.
 * @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/
 */
export const referencesAcrossNamespacesAreGranted: Law = {
  id: 'references-across-namespaces-are-granted',
  *judge(world): Generator<Breach> {
    for (const { manifest, field, ...to } of referencesOf(world)) {
      const own = manifest.object.metadata.namespace;
      if (to.namespace === own || isGranted(world, manifest, to)) continue;
      const message = `\`${field}\` must not refer to ${to.kind} '${to.namespace}/${to.name}' without leave, got no ReferenceGrant; render one in namespace '${to.namespace}' from ${manifest.object.kind}s of namespace '${own}' to the ${to.kind}`;
      yield { manifest, message };
    }
  },
};

interface Reference {
  readonly manifest: Manifest;
  readonly field: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

function* referencesOf(world: World): Generator<Reference> {
  for (const manifest of routesOf(world)) {
    for (const backend of backendsOf(manifest)) yield { manifest, ...backend };
  }
  for (const manifest of world.ofKind(GATEWAY_API, 'Gateway')) {
    for (const [index, listener] of mappings(manifest.object, 'spec.listeners').entries()) {
      for (const [position, certificate] of mappings(listener, 'tls.certificateRefs').entries()) {
        yield {
          manifest,
          field: `listeners[${index}].tls.certificateRefs[${position}]`,
          group: text(certificate, 'group') ?? '',
          kind: text(certificate, 'kind') ?? 'Secret',
          namespace: text(certificate, 'namespace') ?? manifest.object.metadata.namespace,
          name: text(certificate, 'name') ?? '',
        };
      }
    }
  }
}
