import { podsHaveAPriority } from '../../../checks/laws/pods-have-a-priority';
import { judge } from '../judge';
import { deployment } from '../objects';
import { spoilt } from '../spoil';

const FAULT = 'Deployment/iris: `priorityClassName` must name a PriorityClass, got nothing';
const iris = (priorityClassName?: unknown) => deployment('iris', { priorityClassName });

describe('pods-have-a-priority', () => {
  test('a class that is named passes, none fails', () => {
    expect(judge(podsHaveAPriority, [iris('production')])).toEqual([]);
    expect(judge(podsHaveAPriority, [iris()])).toEqual([FAULT]);
    expect(judge(podsHaveAPriority, [iris('')])).toEqual([FAULT]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([iris('production')])) {
      expect(judge(podsHaveAPriority, objects)).toBeInstanceOf(Array);
    }
  });
});
