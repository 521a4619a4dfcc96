import { gatewaysHaveAClass } from '../../../checks/laws/gateways-have-a-class';
import { judge } from '../judge';
import { clusterObject, gateway } from '../objects';
import { spoilt } from '../spoil';

const gatewayClasses = [{ name: 'traefik', supportedFeatures: [] }];

describe('gateways-have-a-class', () => {
  test('a class that no controller serves is a breach', () => {
    const nginx = gateway({}, { gatewayClassName: 'nginx' });
    expect(judge(gatewaysHaveAClass, [nginx], { gatewayClasses })).toEqual([
      'Gateway/gateway/public: `gatewayClassName` must name a GatewayClass of the cluster, got \'nginx\'; use one of ["traefik"]',
    ]);
    expect(judge(gatewaysHaveAClass, [gateway()], { gatewayClasses })).toEqual([]);
  });

  test('a class that is rendered counts', () => {
    const rendered = clusterObject('gateway.networking.k8s.io/v1', 'GatewayClass', 'traefik');
    expect(judge(gatewaysHaveAClass, [gateway(), rendered])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([gateway()])) {
      expect(() => judge(gatewaysHaveAClass, worse, { gatewayClasses })).not.toThrow();
    }
  });
});
