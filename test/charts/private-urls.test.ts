import { renderCluster } from '../../app';
import { stepsOf } from '../../bootstrap/steps';
import { inventory } from '../../environments/inventory';
import { resolveInventory } from '../../environments/resolve';

const PRIVATE_URL = /https:\/\/[\w.-]+\.internal\.[\w-]+\.data-frost\.example(:\d+)?/g;

const [cluster] = resolveInventory(inventory);
if (cluster === undefined) throw new Error('there must be a cluster');
const { manifests } = renderCluster(cluster).world;
const rendered = manifests.flatMap(({ object }) => JSON.stringify(object).match(PRIVATE_URL) ?? []);
const printed = cluster.environments
  .flatMap((environment) => stepsOf(cluster, environment, manifests))
  .flatMap(({ commands }) => commands.join('\n').match(PRIVATE_URL) ?? []);

test('every URL of a private host has the port at which it is reached', () => {
  const { private: port } = cluster.gateway.controller.nodePorts;
  expect([...rendered, ...printed].filter((url) => !url.endsWith(`:${port}`))).toEqual([]);
});

test('they are those of consoles, of addresses to return to, and of what people are told to type', () => {
  const hosts = new Set(rendered.map((url) => new URL(url).hostname.split('.')[0]));
  expect([...hosts].sort()).toEqual(['argocd', 'id', 'vault']);
  expect(printed.length).toBeGreaterThan(0);
});

test('routes, listeners and certificates name hosts, which have no port', () => {
  const names = manifests.flatMap(
    ({ object }) => JSON.stringify(object).match(/"(\*|vault|id|argocd)\.internal\.[^"]+"/g) ?? [],
  );
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => name.includes(':'))).toEqual([]);
});
