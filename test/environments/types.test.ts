import { type ClusterSpec, clusterSpec } from '../../environments/cluster-spec';
import { proxmox } from '../../environments/clusters/proxmox';
import { type EnvironmentSpec, environmentSpec } from '../../environments/environment-spec';
import { staging } from '../../environments/staging';
import { parse } from '../../values/parse';

type Serving = NonNullable<EnvironmentSpec['modelServing']>;
type Model = Serving['models'][number];
type Job = NonNullable<EnvironmentSpec['batchJobs']>['jobs'][number];

const DIGEST = 'sha256:0000000000000000000000000000000000000000000000000000000000000000';

const model: Model = {
  name: 'iris',
  image: `iris@${DIGEST}`,
  scaling: { kind: 'fixed', replicas: 1 },
  resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } },
};

const job: Job = {
  name: 'iris-scoring',
  image: `iris-batch@${DIGEST}`,
  schedule: '10 * * * *',
  command: ['python3'],
  activeDeadlineSeconds: 60,
  resources: model.resources,
};

const quota: Serving['quota'] = { pods: 4, requestsCpu: '1', requestsMemory: '4Gi', limitsMemory: '4Gi' };

/*
 * The compiler checks each line (`npm run typecheck`): a line that it takes after all is an error of its own. The
 * schema refuses each of them as well, for whoever did not ask the compiler.
 */
test('what does not compile is refused at run time too', () => {
  const environments: EnvironmentSpec[] = [
    // @ts-expect-error an unknown key
    { ...staging, colour: 'red' },
    // @ts-expect-error a missing key
    { name: 'staging' },
    // @ts-expect-error a number as text
    { ...staging, priority: '10' },
    // @ts-expect-error a choice that there is not
    { ...staging, removal: 'keep' },
    // @ts-expect-error a fact that follows from others
    { ...staging, priorityClassName: 'staging' },
    // @ts-expect-error a host of its own
    { ...staging, gateway: { listener: 'other' } },
  ];
  const models: Model[] = [
    // @ts-expect-error a tag is no digest
    { ...model, image: 'iris:latest' },
    // @ts-expect-error replicas stand in the scaling
    { ...model, replicas: 2 },
    // @ts-expect-error the host name follows from the name and the domain
    { ...model, hostname: 'iris.example.com' },
    // @ts-expect-error no kind
    { ...model, scaling: { replicas: 1 } },
    // @ts-expect-error a kind that there is not
    { ...model, scaling: { kind: 'vpa' } },
    // @ts-expect-error keys of two kinds
    { ...model, scaling: { kind: 'fixed', replicas: 1, minReplicas: 1 } },
    // @ts-expect-error memory without a unit
    { ...model, resources: { requests: { cpu: '1', memory: '512' }, limits: { memory: '1Gi' } } },
    // @ts-expect-error CPU with a unit of memory
    { ...model, resources: { requests: { cpu: '1Gi', memory: '1Gi' }, limits: { memory: '1Gi' } } },
    // @ts-expect-error a limit on memory is never left out
    { ...model, resources: { requests: { cpu: '1', memory: '1Gi' }, limits: {} } },
    // @ts-expect-error a secret in plain text
    { ...model, scaling: queue('amqp://me:secret@broker') },
  ];
  const jobs: Job[] = [
    // @ts-expect-error a command is a list
    { ...job, command: 'python3 -m batch' },
    // @ts-expect-error a policy that there is not
    { ...job, concurrencyPolicy: 'Queue' },
    // @ts-expect-error a call names a model and a variable
    { ...job, calls: ['iris'] },
    // @ts-expect-error a run reads its Secrets at its start, so nothing has to reach it later
    { ...job, secrets: [{ secret: 'warehouse', keys: ['user'], reload: 'restart' }] },
  ];
  const clusters: ClusterSpec[] = [
    // @ts-expect-error a platform that there is not
    { ...proxmox, platform: 'vsphere' },
    // @ts-expect-error no IPv4 address
    { ...proxmox, virtualIp: '10.20.0' },
    // @ts-expect-error a network without its prefix
    { ...proxmox, nodeNetwork: '10.20.0.0' },
    // @ts-expect-error whole CPUs of a machine are a number
    { ...proxmox, nodes: proxmox.nodes.map((node) => ({ ...node, cpu: '8' })) },
    // @ts-expect-error a node without a role
    { ...proxmox, nodes: proxmox.balancers },
    // @ts-expect-error facts of the platform
    { ...proxmox, gateway: {} },
  ];
  const faulty = [
    ...environments.map((environment) => parse(environmentSpec, environment, 'staging')),
    ...models.map((one) =>
      parse(environmentSpec, { ...staging, modelServing: { quota, models: [one] } }, 'staging'),
    ),
    ...jobs.map((one) =>
      parse(environmentSpec, { ...staging, batchJobs: { quota, jobs: [one] } }, 'staging'),
    ),
    ...clusters.map((cluster) => parse(clusterSpec, cluster, 'proxmox')),
  ];
  for (const parsed of faulty) expect(parsed).toHaveProperty('faults');
});

test('what compiles beside it is sound', () => {
  const environment = {
    ...staging,
    modelServing: { quota, models: [model] },
    batchJobs: { quota, jobs: [job] },
  };
  expect(parse(environmentSpec, environment, 'staging')).toHaveProperty('value');
});

function queue<Host>(host: Host) {
  return {
    kind: 'keda' as const,
    minReplicas: 1,
    maxReplicas: 2,
    triggers: [{ type: 'rabbitmq' as const, queueName: 'images', messagesPerReplica: 10, host }],
  };
}
