import { openedPortsAreListenedOn } from '../../../checks/laws/opened-ports-are-listened-on';
import { judge } from '../judge';
import { container, deployment, NAMESPACE } from '../objects';
import { egress, end, ingress, peerOf, policy } from '../policies';
import { spoilt } from '../spoil';

const judged = (port: object) =>
  judge(openedPortsAreListenedOn, [
    deployment('iris'),
    deployment('wine'),
    ingress(end('wine'), end('iris'), { ports: [port] }),
  ]);

describe('opened-ports-are-listened-on', () => {
  test('a port that no container has is a breach', () => {
    expect(judged({ port: 80 })).toEqual([
      'NetworkPolicy/from-client: `ingress[0].ports[0]` must be a port on which a container of the pods listens, got TCP 80; their ports are [3000]',
    ]);
    expect(judged({ port: 3000 })).toEqual([]);
  });

  test('names, ranges and protocols count', () => {
    expect(judged({ port: 'http' })).toEqual([]);
    expect(judged({ port: 'web' })).toHaveLength(1);
    expect(judged({ port: 2999, endPort: 3001 })).toEqual([]);
    expect(judged({ port: 3001, endPort: 3002 })).toHaveLength(1);
    expect(judged({ port: 3000, protocol: 'UDP' })).toHaveLength(1);
  });

  test('of all pods that a policy is for one listens', () => {
    const metrics = deployment('wine', { containers: [container({ ports: [{ containerPort: 9090 }] })] });
    const all = policy('from-client', NAMESPACE, {
      podSelector: {},
      ingress: [{ from: [peerOf(end('wine'))], ports: [{ port: 9090 }] }],
    });
    expect(judge(openedPortsAreListenedOn, [deployment('iris'), metrics, all])).toEqual([]);
    expect(judge(openedPortsAreListenedOn, [deployment('iris'), all])).toHaveLength(1);
  });

  test('a policy for pods that are nowhere is told by another law only', () => {
    const objects = [deployment('iris'), ingress(end('iris'), end('irs'), { ports: [{ port: 80 }] })];
    expect(judge(openedPortsAreListenedOn, objects)).toEqual([]);
  });

  test('pods that nobody renders may listen on any port, and what a client opens is no port of its own', () => {
    expect(judge(openedPortsAreListenedOn, [ingress(end('wine'), end('iris'))])).toEqual([]);
    expect(
      judge(openedPortsAreListenedOn, [
        deployment('wine'),
        egress(end('wine'), end('iris'), { ports: [{ port: 80 }] }),
      ]),
    ).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([deployment('iris'), ingress(end('wine'), end('iris'))])) {
      expect(() => judge(openedPortsAreListenedOn, worse)).not.toThrow();
    }
  });
});
