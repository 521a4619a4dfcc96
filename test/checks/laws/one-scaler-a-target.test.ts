import { oneScalerATarget } from '../../../checks/laws/one-scaler-a-target';
import { judge } from '../judge';
import { deployment } from '../objects';
import { autoscaler, scaledObject } from '../scalers';
import { spoilt } from '../spoil';

describe('one-scaler-a-target', () => {
  test('a scaler for each workload passes', () => {
    const workloads = [deployment('iris'), deployment('churn', {}, { replicas: 2 })];
    expect(judge(oneScalerATarget, [...workloads, autoscaler('iris')])).toEqual([]);
    expect(judge(oneScalerATarget, [...workloads, scaledObject('iris')])).toEqual([]);
  });

  test('two of one workload fail, however they name it', () => {
    expect(judge(oneScalerATarget, [deployment('iris'), scaledObject('iris'), autoscaler('iris')])).toEqual([
      "ScaledObject/iris: `scaleTargetRef` must not name a workload that HorizontalPodAutoscaler 'iris' scales; keep one of the two",
    ]);
    const other = { ...autoscaler('iris'), metadata: { ...autoscaler('iris').metadata, name: 'other' } };
    expect(judge(oneScalerATarget, [autoscaler('iris'), other])).toEqual([
      "HorizontalPodAutoscaler/other: `scaleTargetRef` must not name a workload that HorizontalPodAutoscaler 'iris' scales; keep one of the two",
    ]);
    const set = autoscaler('iris', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'iris' },
    });
    expect(judge(oneScalerATarget, [scaledObject('iris'), set])).toEqual([]);
  });

  test('a workload that is scaled sets no replicas', () => {
    const fixed = deployment('iris', {}, { replicas: 2 });
    expect(judge(oneScalerATarget, [fixed])).toEqual([]);
    expect(judge(oneScalerATarget, [fixed, autoscaler('iris')])).toEqual([
      "Deployment/iris: `replicas` must not be set where HorizontalPodAutoscaler 'iris' scales, got 2",
    ]);
    expect(judge(oneScalerATarget, [fixed, scaledObject('iris')])).toHaveLength(1);
  });

  test('workloads of one name in two namespaces are two', () => {
    const elsewhere = { ...scaledObject('iris'), metadata: { name: 'iris', namespace: 'staging' } };
    expect(judge(oneScalerATarget, [autoscaler('iris'), elsewhere])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([deployment('iris'), autoscaler('iris'), scaledObject('iris')])) {
      expect(judge(oneScalerATarget, objects)).toBeInstanceOf(Array);
    }
  });
});
