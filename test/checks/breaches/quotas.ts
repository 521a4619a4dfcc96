import type { Breach } from './breach';

const QUOTA = 'production/namespaces/ResourceQuota/production-batch-jobs/quota';
const LIMITS = 'production/namespaces/LimitRange/production-batch-jobs/limits';

/** What a namespace has room for. */
export const quotas: readonly Breach[] = [
  {
    law: 'quotas-hold-their-workloads',
    object: QUOTA,
    change: { op: 'replace', path: '/spec/hard/pods', value: '1' },
    message:
      "`hard.pods` must hold all that the namespace needs at its most, 2, got '1'; raise it, or lower what is asked for, most of it by production/batch-jobs/CronJob/iris-retraining (1)",
  },
  {
    law: 'quotas-hold-their-workloads',
    object: QUOTA,
    change: { op: 'replace', path: '/spec/hard/requests.storage', value: '3Gi' },
    message:
      "`hard.requests.storage` must hold all that the namespace needs at its most, 4Gi, got '3Gi'; raise it, or lower what is asked for, most of it by production/batch-jobs/PersistentVolumeClaim/iris-retraining (2Gi)",
  },
  {
    law: 'quotas-hold-their-workloads',
    object: 'production/batch-jobs/PersistentVolumeClaim/iris-scoring',
    change: { op: 'replace', path: '/spec/resources/requests/storage', value: '20Gi' },
    path: QUOTA,
    message:
      "`hard.requests.storage` must hold all that the namespace needs at its most, 22Gi, got '10Gi'; raise it, or lower what is asked for, most of it by production/batch-jobs/PersistentVolumeClaim/iris-scoring (20Gi)",
  },
  {
    law: 'quotas-hold-their-workloads',
    object: 'production/model-serving/Service/iris',
    change: { op: 'add', path: '/spec/type', value: 'NodePort' },
    path: 'production/namespaces/ResourceQuota/production-model-serving/quota',
    message:
      "`hard.services.nodeports` must hold all that the namespace needs at its most, 1, got '0'; raise it, or lower what is asked for, most of it by production/model-serving/Service/iris (1)",
  },
  {
    law: 'limit-ranges-hold-their-containers',
    object: LIMITS,
    change: { op: 'add', path: '/spec/limits/0/max', value: { memory: '768Mi' } },
    path: 'production/batch-jobs/CronJob/iris-retraining',
    message:
      "`memory` of container 'job' must be at most the `max` of LimitRange 'limits', 768Mi, got 1Gi; lower it or raise the bound",
  },
  {
    law: 'limit-ranges-hold-their-containers',
    object: LIMITS,
    change: { op: 'add', path: '/spec/limits/0/min', value: { cpu: '300m' } },
    path: 'production/batch-jobs/CronJob/iris-scoring',
    message:
      "`cpu` of container 'job' must be at least the `min` of LimitRange 'limits', 300m, got 250m; raise it or lower the bound",
  },
];
