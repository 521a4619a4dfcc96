import { edgesAreOpenOnBothSides } from '../../../checks/laws/edges-are-open-on-both-sides';
import { judge } from '../judge';
import { container, deployment, NAMESPACE, namespace } from '../objects';
import { denyAll, egress, end, ingress, peerOf, policy } from '../policies';
import { spoilt } from '../spoil';

const JOBS = 'production-batch-jobs';
const scoring = end('scoring', JOBS);
const iris = end('iris');
const traefik = { namespace: 'gateway', labels: { 'app.kubernetes.io/name': 'traefik' } };

/** Two namespaces of ours, shut by default. */
const shut = [
  namespace(NAMESPACE),
  namespace(JOBS),
  denyAll(NAMESPACE),
  denyAll(JOBS),
  deployment('iris'),
  deployment('scoring', {}, {}, JOBS),
];
const judged = (...objects: unknown[]) => judge(edgesAreOpenOnBothSides, [...shut, ...objects]);
const port = (number: number | string, fields: object = {}) => ({
  ports: [{ protocol: 'TCP', port: number, ...fields }],
});

describe('edges-are-open-on-both-sides', () => {
  test('an edge with both policies passes', () => {
    expect(judged(egress(scoring, iris), ingress(scoring, iris))).toEqual([]);
  });

  test('a client alone runs into the wall of the server', () => {
    expect(judged(egress(scoring, iris))).toEqual([
      "NetworkPolicy/production-batch-jobs/to-server: `egress[0]` must be open on both sides, got TCP 3000 to pods 'app.kubernetes.io/name=iris,app.kubernetes.io/instance=production-model-serving' of namespace 'production-model-serving', whose ingress production/model-serving/NetworkPolicy/default-deny shuts; render a policy there that opens it",
    ]);
  });

  test('a server alone is never reached', () => {
    expect(judged(ingress(scoring, iris))).toEqual([
      "NetworkPolicy/from-client: `ingress[0]` must be open on both sides, got TCP 3000 from pods 'app.kubernetes.io/name=scoring,app.kubernetes.io/instance=production-batch-jobs' of namespace 'production-batch-jobs', whose egress production/model-serving/NetworkPolicy/production-batch-jobs/default-deny shuts; render a policy there that opens it",
    ]);
  });

  test('two ports that differ are one fault, told by the client', () => {
    const both = container({ ports: [{ containerPort: 3000 }, { containerPort: 9090 }] });
    const server = deployment('iris', { containers: [both] });
    const objects = shut.map((object) => (object === shut[4] ? server : object));
    expect(
      judge(edgesAreOpenOnBothSides, [...objects, egress(scoring, iris, port(9090)), ingress(scoring, iris)]),
    ).toEqual([
      "NetworkPolicy/production-batch-jobs/to-server: `egress[0]` must be open on both sides, got TCP 9090 to pods 'app.kubernetes.io/name=iris,app.kubernetes.io/instance=production-model-serving' of namespace 'production-model-serving', whose ingress production/model-serving/NetworkPolicy/from-client opens for TCP 3000 only; use one port on both sides",
    ]);
  });

  test('a port on which no container listens is told by another law only', () => {
    expect(judged(egress(scoring, iris), ingress(scoring, iris, port(3001)))).toEqual([]);
  });

  test('a server that opens more than its client uses is a breach', () => {
    const both = container({ ports: [{ containerPort: 3000 }, { containerPort: 9090 }] });
    const objects = [
      ...shut.filter((object) => object !== shut[4]),
      deployment('iris', { containers: [both] }),
    ];
    const more = {
      ports: [
        { protocol: 'TCP', port: 3000 },
        { protocol: 'TCP', port: 9090 },
      ],
    };
    const messages = judge(edgesAreOpenOnBothSides, [
      ...objects,
      egress(scoring, iris),
      ingress(scoring, iris, more),
    ]);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(
      'NetworkPolicy/from-client: `ingress[0]` must be open on both sides, got TCP 9090 from',
    );
  });

  test('of several ports one that nobody listens on is told by another law only, one that is shut here', () => {
    const several = (...ports: number[]) => ({ ports: ports.map((one) => ({ protocol: 'TCP', port: one })) });
    const both = container({ ports: [{ containerPort: 3000 }, { containerPort: 9090 }] });
    const objects = [
      ...shut.filter((object) => object !== shut[4]),
      deployment('iris', { containers: [both] }),
    ];
    const pair = (client: object, server: object) =>
      judge(edgesAreOpenOnBothSides, [
        ...objects,
        egress(scoring, iris, { ...client }),
        ingress(scoring, iris, { ...server }),
      ]);
    expect(pair(several(3000), several(9090, 3001))).toEqual([]);
    expect(pair(several(3000), several(3000, 3001))).toEqual([]);
    expect(pair(several(3000, 9090), several(3000))).toHaveLength(1);
    expect(pair(several(3000, 3002), several(3000, 9090))).toHaveLength(1);
  });

  test('protocol, range and name of a port count', () => {
    expect(
      judged(egress(scoring, iris, port(3000, { protocol: 'UDP' })), ingress(scoring, iris)),
    ).toHaveLength(1);
    expect(judged(egress(scoring, iris), ingress(scoring, iris, port('http')))).toEqual([]);
    const range = port(2900, { endPort: 3100 });
    expect(judged(egress(scoring, iris, range), ingress(scoring, iris, range))).toEqual([]);
    expect(judged(egress(scoring, iris, range), ingress(scoring, iris))).toHaveLength(1);
  });

  test('of a side that nobody shuts nothing is asked', () => {
    const prometheus = { namespace: 'monitoring', labels: { app: 'prometheus' } };
    const surroundings = { namespaces: ['monitoring'] };
    const objects = [...shut, ingress(prometheus, iris), egress(scoring, prometheus)];
    expect(judge(edgesAreOpenOnBothSides, objects, surroundings)).toEqual([]);
  });

  test('pods of a chart are known by their labels', () => {
    const gateway = [namespace('gateway'), denyAll('gateway')];
    expect(judged(...gateway, egress(traefik, iris), ingress(traefik, iris))).toEqual([]);
    expect(judged(...gateway, egress(traefik, iris))).toHaveLength(1);
    expect(judged(...gateway, ingress(traefik, iris))).toHaveLength(1);
  });

  test('pods of a chart may be described by a list', () => {
    const listed = {
      podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['traefik', 'envoy'] }] },
    };
    const from = { from: [{ ...peerOf(traefik), ...listed }] };
    const client = policy('to-server', 'gateway', {
      ...listed,
      policyTypes: ['Egress'],
      egress: [{ to: [peerOf(iris)], ports: [{ port: 3000 }] }],
    });
    const gateway = [namespace('gateway'), denyAll('gateway')];
    expect(judged(...gateway, client, ingress(traefik, iris, from))).toEqual([]);
    expect(judged(...gateway, client)).toHaveLength(1);
  });

  test('namespaces may be known by labels of their own', () => {
    const labelled = [namespace('gateway', { team: 'edge' }), denyAll('gateway')];
    const from = (team: string) => ({
      from: [{ ...peerOf(traefik), namespaceSelector: { matchLabels: { team } } }],
    });
    expect(judged(...labelled, egress(traefik, iris), ingress(traefik, iris, from('edge')))).toEqual([]);
    expect(judged(...labelled, ingress(traefik, iris, from('data')))).toEqual([
      expect.stringContaining("must have a `namespaceSelector` that matches a namespace, got 'team=data'"),
    ]);
  });

  test('a rule for all pods of a namespace opens for each of them', () => {
    const everyone = policy('from-jobs', NAMESPACE, {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ...peerOf(scoring), podSelector: {} }], ports: [{ port: 3000 }] }],
    });
    expect(judged(egress(scoring, iris), everyone)).toEqual([]);
  });

  test('without a namespace a peer is a neighbour', () => {
    const neighbours = { to: [{ podSelector: { matchLabels: iris.labels } }] };
    const wine = end('wine');
    const objects = [deployment('wine'), egress(wine, iris, neighbours)];
    expect(judged(...objects)).toHaveLength(1);
    const back = { from: [{ podSelector: { matchLabels: wine.labels } }] };
    expect(judged(...objects, ingress(wine, iris, back))).toEqual([]);
  });

  test('a peer that is nowhere is a breach, told once', () => {
    const irs = end('irs');
    expect(judged(egress(scoring, irs), ingress(scoring, iris))).toEqual([
      "NetworkPolicy/production-batch-jobs/to-server: `egress[0]` must have a `podSelector` that matches pods of namespace production-model-serving, got 'app.kubernetes.io/name=irs,app.kubernetes.io/instance=production-model-serving'; correct it or remove the rule",
    ]);
    const elsewhere = { ...iris, namespace: 'elsewhere' };
    expect(judged(egress(scoring, elsewhere))).toEqual([
      "NetworkPolicy/production-batch-jobs/to-server: `egress[0]` must have a `namespaceSelector` that matches a namespace, got 'kubernetes.io/metadata.name=elsewhere'; correct it or remove the rule",
    ]);
    expect(judged(egress(scoring, elsewhere), ingress(scoring, iris))).toHaveLength(1);
    const stray = { namespace: 'elsewhere', labels: { app: 'wine' } };
    expect(judged(egress(scoring, stray), ingress(scoring, iris))).toHaveLength(2);
  });

  test('a policy for pods that are nowhere is told by another law only', () => {
    expect(judged(egress(end('scorer', JOBS), iris), ingress(scoring, iris))).toEqual([]);
  });

  test('of a chart that two policies call by different labels the client tells', () => {
    const other = { namespace: 'gateway', labels: { 'app.kubernetes.io/name': 'envoy' } };
    const objects = [namespace('gateway'), denyAll('gateway'), egress(traefik, iris), ingress(other, iris)];
    expect(judged(...objects)).toEqual([
      "NetworkPolicy/gateway/to-server: `egress[0]` must be open on both sides, got TCP 3000 to pods 'app.kubernetes.io/name=iris,app.kubernetes.io/instance=production-model-serving' of namespace 'production-model-serving', whose ingress production/model-serving/NetworkPolicy/default-deny shuts; render a policy there that opens it",
    ]);
  });

  test('a rule for everybody is told by another law only', () => {
    expect(judged(egress(scoring, iris, { to: [] }), ingress(scoring, iris))).toEqual([]);
    expect(judged(egress(scoring, iris), ingress(scoring, iris, { from: [] }))).toEqual([]);
    expect(judged(egress(scoring, iris), ingress(scoring, iris, { ports: [] }))).toEqual([]);
    expect(judged(ingress(scoring, iris, { from: [{}] }))).toEqual([]);
  });

  test('a port that is left out is told by another law only', () => {
    const every = { ports: [{ protocol: 'TCP' }] };
    expect(judged(egress(scoring, iris, every), ingress(scoring, iris))).toEqual([]);
    expect(judged(egress(scoring, iris), ingress(scoring, iris, every))).toEqual([]);
  });

  test('addresses are no pods', () => {
    const balancers = { from: [{ ipBlock: { cidr: '10.20.0.31/32' } }] };
    expect(judged(ingress(scoring, iris, balancers))).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([...shut, egress(scoring, iris), ingress(scoring, iris)])) {
      expect(() => judge(edgesAreOpenOnBothSides, worse)).not.toThrow();
    }
  });
});
