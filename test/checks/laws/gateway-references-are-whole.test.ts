import { gatewayReferencesAreWhole } from '../../../checks/laws/gateway-references-are-whole';
import { judge } from '../judge';
import { gateway, httpRoute } from '../objects';
import { spoilt } from '../spoil';

const WHY = 'got nothing: the server fills in what Argo CD then takes for a change; write the default out';
const judged = (object: object) => judge(gatewayReferencesAreWhole, [object]);

describe('gateway-references-are-whole', () => {
  test('references with every default pass, and routes without any', () => {
    expect(judge(gatewayReferencesAreWhole, [gateway(), httpRoute('iris')])).toEqual([]);
    expect(judged(httpRoute('iris', { parentRefs: [] }, { backendRefs: undefined }))).toEqual([]);
  });

  test('a parent has group and kind', () => {
    expect(judged(httpRoute('iris', { parentRefs: [{ name: 'public' }] }))).toEqual([
      `HTTPRoute/iris: \`parentRefs\` to 'public' must have \`group\` and \`kind\`, ${WHY}`,
    ]);
  });

  test.each(['group', 'kind', 'weight'])('a backend has its %s', (field) => {
    const backend = { group: '', kind: 'Service', name: 'iris', port: 3000, weight: 1, [field]: undefined };
    expect(judged(httpRoute('iris', {}, { backendRefs: [backend] }))).toEqual([
      `HTTPRoute/iris: \`backendRefs\` to 'iris' must have \`${field}\`, ${WHY}`,
    ]);
  });

  test('a certificate has group and kind', () => {
    expect(judged(gateway({ tls: { certificateRefs: [{ kind: 'Secret', name: 'tls' }] } }))).toEqual([
      `Gateway/gateway/public: \`certificateRefs\` to 'tls' must have \`group\`, ${WHY}`,
    ]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([gateway(), httpRoute('iris')]))
      expect(judge(gatewayReferencesAreWhole, objects)).toBeInstanceOf(Array);
  });
});
