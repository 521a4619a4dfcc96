import { serviceLinksAreOff } from '../../../checks/laws/service-links-are-off';
import { judge } from '../judge';
import { deployment } from '../objects';
import { spoilt } from '../spoil';

const iris = (enableServiceLinks?: unknown) => deployment('iris', { enableServiceLinks });

describe('service-links-are-off', () => {
  test('off passes, on and unset fail', () => {
    expect(judge(serviceLinksAreOff, [iris(false)])).toEqual([]);
    expect(judge(serviceLinksAreOff, [iris(true)])).toEqual([
      'Deployment/iris: `enableServiceLinks` must be false, got true',
    ]);
    expect(judge(serviceLinksAreOff, [iris()])).toEqual([
      'Deployment/iris: `enableServiceLinks` must be false, got nothing',
    ]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris(false)]))
      expect(judge(serviceLinksAreOff, objects)).toBeInstanceOf(Array);
  });
});
