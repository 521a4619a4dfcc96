import type { Manifest } from '../../synth/manifest';
import type { Breach, Law } from '../law';
import { shownSelector } from '../readers/labels';
import { type Namespaces, namespaceOf, namespacesOf } from '../readers/namespaces';
import { list, mapping, mappings, strings, text } from '../readers/read';
import { LabelIndex, type Labelled } from '../readers/selectors';
import { shown } from '../readers/show';

/** A Service as a monitor sees it. */
interface Target extends Labelled {
  readonly ports: readonly string[];
}

/**
 * A ServiceMonitor selects a Service by its labels, and each of its endpoints is a named port of one it selects:
 * Prometheus drops what it does not find without a word.
 */
export const monitorsFindTheirPorts: Law = {
  id: 'monitors-find-their-ports',
  *judge(world): Generator<Breach> {
    const namespaces = namespacesOf(world);
    const services = new LabelIndex(world.ofKind('', 'Service').map(targetOf));
    for (const manifest of world.ofKind('monitoring.coreos.com', 'ServiceMonitor')) {
      const places = placesOf(manifest, namespaces);
      const selector = mapping(manifest.object, 'spec.selector');
      const found = places.flatMap((place) => services.selected(place, selector));
      if (found.length > 0) yield* portFaults(manifest, found);
      else if (places.every((place) => namespaces.knowsPodsOf(place)))
        yield { manifest, message: findsNothing(selector, places) };
    }
  },
};

function targetOf(manifest: Manifest): Target {
  return {
    namespace: namespaceOf(manifest),
    labels: strings(manifest.object, 'metadata.labels'),
    ports: mappings(manifest.object, 'spec.ports').flatMap((port) => text(port, 'name') ?? []),
  };
}

function* portFaults(manifest: Manifest, found: readonly Target[]): Generator<Breach> {
  const ports = new Set(found.flatMap((target) => target.ports));
  for (const [index, endpoint] of mappings(manifest.object, 'spec.endpoints').entries()) {
    const port = text(endpoint, 'port');
    if (port === undefined || ports.has(port)) continue;
    const message = `\`endpoints[${index}].port\` must be the name of a port of the Service, got ${shown(port)}; use one of ${shown([...ports])}`;
    yield { manifest, message };
  }
}

/** Namespaces in which a monitor looks for Services: its own where it names none. */
function placesOf(manifest: Manifest, namespaces: Namespaces): readonly string[] {
  const selector = mapping(manifest.object, 'spec.namespaceSelector');
  if (selector['any'] === true) return [...namespaces.all()].map(([name]) => name);
  const named = list(selector, 'matchNames').filter((name) => typeof name === 'string');
  return named.length > 0 ? named : [namespaceOf(manifest)];
}

function findsNothing(selector: unknown, places: readonly string[]): string {
  return `\`spec.selector\` must match a Service of namespace ${places.join(', ')}, got ${shownSelector(selector)}; use the labels in the Service's metadata`;
}
