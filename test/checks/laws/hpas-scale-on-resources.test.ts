import { hpasScaleOnResources } from '../../../checks/laws/hpas-scale-on-resources';
import { judge } from '../judge';
import { autoscaler } from '../scalers';
import { spoilt } from '../spoil';

const on = (...types: unknown[]) => autoscaler('iris', { metrics: types.map((type) => ({ type })) });

describe('hpas-scale-on-resources', () => {
  test('resources pass, anything else fails', () => {
    expect(judge(hpasScaleOnResources, [on('Resource', 'ContainerResource')])).toEqual([]);
    expect(judge(hpasScaleOnResources, [on()])).toEqual([]);
    for (const type of ['Pods', 'Object', 'External']) {
      expect(judge(hpasScaleOnResources, [on('Resource', type)])).toEqual([
        `HorizontalPodAutoscaler/iris: \`metrics[1].type\` must be Resource or ContainerResource, got '${type}'; use a ScaledObject`,
      ]);
    }
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([autoscaler('iris')])) {
      expect(judge(hpasScaleOnResources, objects)).toBeInstanceOf(Array);
    }
  });
});
