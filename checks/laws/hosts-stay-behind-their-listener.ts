import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { hostnamesOf, parentsOf, routesOf } from '../readers/gateways';
import { type Fields, mappings, number, text } from '../readers/read';
import { shown } from '../readers/show';
import type { World } from '../world';

/**
 * A host name that a Gateway has a listener of its own for, such as those of the internal domain, is served by no wider
 * listener at another port: `*.example.com` takes `id.internal.example.com` as well, and who may reach a listener is a
 * matter of its port.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
export const hostsStayBehindTheirListener: Law = {
  id: 'hosts-stay-behind-their-listener',
  *judge(world): Generator<Breach> {
    for (const manifest of routesOf(world)) {
      for (const message of faultsOf(manifest, world)) yield { manifest, message };
    }
  },
};

function* faultsOf(route: Manifest, world: World): Generator<string> {
  for (const { field, gateway, listeners } of parentsOf(route, world)) {
    const all = gateway === undefined ? [] : mappings(gateway.object, 'spec.listeners');
    for (const hostname of hostnamesOf(route)) {
      const own = all.filter((one) => isFor(one, hostname)).sort(byNarrowness)[0];
      const wider = listeners.find(
        (one) => own !== undefined && isFor(one, hostname) && isWiderElsewhere(one, own),
      );
      if (own === undefined || wider === undefined) continue;
      yield `\`${field}\` must lead host name '${hostname}' to listener ${shown(text(own, 'name'))} alone (port ${number(own, 'port')}), got ${shown(text(wider, 'name'))} (port ${number(wider, 'port')}), which others reach; name that listener as its \`sectionName\``;
    }
  }
}

/** Whether a listener's host names hold this one; one without any holds all. */
function isFor(listener: Fields, hostname: string): boolean {
  const pattern = text(listener, 'hostname') ?? '';
  if (pattern.startsWith('*.')) return hostname.endsWith(pattern.slice(1));
  return pattern === '' || pattern === hostname;
}

/** One for plain HTTP serves nothing but the way to the other, so only what names hosts counts as theirs. */
function isWiderElsewhere(listener: Fields, own: Fields): boolean {
  return number(listener, 'port') !== number(own, 'port') && byNarrowness(listener, own) > 0;
}

/** Exact names first, then the longest pattern. */
function byNarrowness(one: Fields, other: Fields): number {
  return narrowness(other) - narrowness(one);
}

function narrowness(listener: Fields): number {
  const pattern = text(listener, 'hostname') ?? '';
  return pattern === '' ? 0 : pattern.length + (pattern.startsWith('*.') ? 0 : 1000);
}
