import { mapping, mappings, text } from '../../../checks/readers/read';
import { type Cluster, kubectl } from '../../cluster/cluster';
import { get } from '../../cluster/get';
import { awaitOutcome, type Outcome, podsOfJob } from '../../cluster/proofs/jobs/cron-jobs';

/** How a run of a CronJob's pod ended. */
export interface Run extends Outcome {
  /** Name of the Job. */
  readonly job: string;
  /** All that its containers printed. */
  readonly log: string;
}

let runs = 0;

/** Starts what a CronJob starts, now, and waits for its end. */
export async function runNow(
  cluster: Cluster,
  namespace: string,
  cronJob: string,
  seconds = 240,
): Promise<Run> {
  runs += 1;
  const job = `${cronJob}-now-${runs}-${Date.now().toString(36)}`;
  await kubectl(cluster, ['create', 'job', job, `--from=cronjob/${cronJob}`, `--namespace=${namespace}`]);
  const outcome = await awaitOutcome(cluster, namespace, job, seconds);
  return { ...outcome, job, log: await logOf(cluster, namespace, job) };
}

/** All that the pods of a Job printed. */
export async function logOf(cluster: Cluster, namespace: string, job: string): Promise<string> {
  const pods = await podsOfJob(cluster, namespace, job);
  const logs = pods.map((pod) => {
    const flags = [`--namespace=${namespace}`, '--all-containers', text(pod, 'metadata.name') ?? ''];
    return kubectl(cluster, ['logs', ...flags]).catch(String);
  });
  return (await Promise.all(logs)).join('\n');
}

/** Names of the CronJobs of a namespace. */
export async function cronJobsIn(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const list = await get(cluster, `/apis/batch/v1/namespaces/${namespace}/cronjobs`);
  return mappings(list, 'items').map((found) => text(mapping(found, 'metadata'), 'name') ?? '');
}
