import { covers, type PolicyPort, shuts } from '../../../checks/readers/policies';
import { policy } from '../policies';

const port = (first: number | string, last = first, protocol = 'TCP'): PolicyPort => ({
  protocol,
  first,
  last,
});

describe('covers', () => {
  test.each([
    ['the same number', port(80), port(80), true],
    ['another number', port(80), port(81), false],
    ['a range around it', port(80, 90), port(85), true],
    ['a range within it', port(85), port(80, 90), false],
    ['another protocol', port(80), port(80, 80, 'UDP'), false],
    ['the same name', port('http'), port('http'), true],
    ['another name', port('http'), port('web'), false],
    ['a number for a name', port(80), port('http'), true],
    ['a name for a number', port('http'), port(80), true],
  ])('%s: %j covers %j: %s', (_, outer, inner, whether) => {
    expect(covers(outer, inner)).toBe(whether);
  });
});

describe('shuts', () => {
  const manifest = (spec: object) => ({
    tree: 'production',
    application: 'model-serving',
    object: policy('default-deny', 'ml', { podSelector: {}, ...spec }),
  });
  test.each([
    ['both types', { policyTypes: ['Ingress', 'Egress'] }, true, true],
    ['no types', {}, true, false],
    ['no types but an egress rule', { egress: [{}] }, true, true],
    ['no types and an empty list of egress rules', { egress: [] }, true, false],
    ['egress alone', { policyTypes: ['Egress'] }, false, true],
  ])('%s', (_, spec, ingress, egress) => {
    expect([shuts(manifest(spec), 'ingress'), shuts(manifest(spec), 'egress')]).toEqual([ingress, egress]);
  });
});
