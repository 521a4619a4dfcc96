import { literalUnderTest } from '../../literal';
import { type Actor, operatorPartsOf, titleOf } from './actors';
import { declaredBy, type Source } from './declared';
import type { Place } from './places';

const literal = literalUnderTest();
const { controller } = literal.gateway;
const shut = [controller.namespace, ...operatorPartsOf(literal).map(({ peer }) => peer.namespace)];
const declared = declaredBy(literal, shut);
const parts = operatorPartsOf(literal);
const called = partWith(({ calledAt = [] }) => calledAt.length > 0);
const silent = partWith(({ callsApiServer }) => callsApiServer === false);

function partWith(holds: (part: (typeof parts)[number]) => boolean) {
  const found = parts.find(holds);
  if (found === undefined) throw new Error('an operator must have such a part');
  return found;
}

function actorOf({ namespace, name, labels }: Pick<Actor, 'namespace' | 'name' | 'labels'>): Actor {
  return { namespace, name, labels, ports: [], pods: 'labels' };
}

function pod(actor: Actor): Source {
  return { kind: 'pod', title: titleOf(actor), actor, pod: actor.name, node: 'worker-1' };
}

function machine(is: (Source & { readonly kind: 'machine' })['is']): Source {
  return { kind: 'machine', title: is, address: '10.0.0.1', is };
}

function place(actor: Actor, port: number): Place {
  return { title: 'a', address: `10.1.0.1:${port}`, kind: 'pod', named: false, listens: true, actor, port };
}

test('the API server reaches webhooks at their port alone, and nobody else does', () => {
  const [port = 0] = called.calledAt ?? [];
  const webhook = actorOf(called.peer);
  expect(declared.reasonFor(machine('control-plane'), place(webhook, port))).toBe('api-server');
  expect(declared.reasonFor(machine('control-plane'), place(webhook, port + 1))).toBeUndefined();
  expect(declared.reasonFor(machine('balancer'), place(webhook, port))).toBeUndefined();
});

test('the private port of the gateway is for administrators, and the public ones are for the balancers', () => {
  const gateway = actorOf({ ...controller, name: 'traefik' });
  const { http, https, private: own } = controller.ports;
  const reasons = (is: 'administrator' | 'balancer') =>
    [http, https, own].map((port) => declared.reasonFor(machine(is), place(gateway, port)));
  expect(reasons('balancer')).toEqual(['balancer', 'balancer', undefined]);
  expect(reasons('administrator')).toEqual([undefined, undefined, 'administrator']);
});

test('parts reach the API server unless they say that they do not call it', () => {
  const server: Place = { title: 'a', address: 'a', kind: 'api-server', named: true, listens: true };
  expect(declared.reasonFor(pod(actorOf(called.peer)), server)).toBe('api-server');
  expect(declared.reasonFor(pod(actorOf(silent.peer)), server)).toBeUndefined();
});
