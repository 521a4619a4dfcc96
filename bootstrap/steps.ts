import { clusterSecretsOf, environmentSecretsOf } from '../environments/bootstrap';
import type { BootstrapSecret, Cluster, Environment } from '../environments/environment';
import { ARGOCD_NAMESPACE } from '../environments/operators';
import type { Manifest } from '../synth/manifest';
import { pathOf } from '../synth/path';
import { type Application, chartOf, type Wave, wavesOf } from './applications';
import { nameSteps } from './name-steps';
import { commandsOf, SECRETS_FOLDER } from './secret-commands';
import type { Step } from './step';
import { vaultSteps } from './vault-steps';

/** Labels by which pods are kept apart by physical host and volumes found. */
const NODE_LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** Chart that Argo CD installs itself from. */
const ARGO_CD_CHART = 'argo-cd';

/**
 * Everything between empty machines and an environment whose Applications are all Healthy, in order. Each step needs
 * only what the steps before it made.
 *
 * @param manifests what the cluster and its environments render to
 */
export function stepsOf(
  cluster: Cluster,
  environment: Environment,
  manifests: readonly Manifest[],
): readonly Step[] {
  const secrets = secretsOf(cluster, environment);
  const waves = wavesOf(manifests, [cluster.name, environment.name]);
  return [
    nodesStep(cluster),
    ...nameSteps(cluster, environment),
    namespacesStep(secrets),
    ...secrets.map(secretStep),
    ...argoCdSteps(
      cluster,
      waves.flatMap(({ applications }) => applications),
    ),
    ...waves.flatMap((wave) => [
      waitStep(wave),
      ...(bringsVault(wave, environment) ? vaultSteps(environment) : []),
    ]),
  ];
}

/** Whether a wave ends with a vault that answers: what a person enters there, those after it wait for. */
function bringsVault({ tree, applications }: Wave, { name, vault }: Environment): boolean {
  return tree === name && applications.some((one) => vault !== undefined && one.name === vault.namespace);
}

function secretsOf(cluster: Cluster, environment: Environment): readonly BootstrapSecret[] {
  return [...clusterSecretsOf(cluster), ...environmentSecretsOf(environment)];
}

function nodesStep({ name, nodes, network }: Cluster): Step {
  return {
    title: `Bring up the nodes of ${name} with ${network.plugin}`,
    why: 'It enforces NetworkPolicies before the first pod relies on them. The labels, which kubelets set by `--node-labels`, say on which physical host a node stands.',
    commands: [`kubectl get nodes --label-columns=${NODE_LABELS.join(',')}`],
    checks: nodes.map((node) => ({ kind: 'node', name: node.name, labels: NODE_LABELS })),
  };
}

function namespacesStep(secrets: readonly BootstrapSecret[]): Step {
  const used = new Set([ARGOCD_NAMESPACE, ...secrets.map(({ namespace }) => namespace)]);
  const namespaces = [...used].sort();
  return {
    title: 'Make the namespaces of the Secrets',
    why: 'Argo CD bounds and fills them later and keeps what lies in them.',
    commands: namespaces.map((name) => `kubectl create namespace ${name}`),
    checks: namespaces.map((name) => ({ kind: 'namespace', name })),
  };
}

function secretStep(secret: BootstrapSecret): Step {
  return {
    title: `Make Secret ${secret.namespace}/${secret.name}`,
    why: `Nothing in git can: ${secret.made}. Had again when the cluster is lost: ${secret.recovered}.`,
    commands: commandsOf(secret),
    checks: [{ kind: 'secret', secret }],
  };
}

function argoCdSteps({ name }: Cluster, applications: readonly Application[]): readonly Step[] {
  const own = applications.find((application) => chartOf(application)?.chart === ARGO_CD_CHART);
  const chart = own === undefined ? undefined : chartOf(own);
  if (own === undefined || chart === undefined)
    throw new Error(`${name}: an Application must bring the chart ${ARGO_CD_CHART}, got none`);
  return [
    {
      title: 'Install Argo CD',
      why: 'Once: it goes on managing itself from the same chart and the same values.',
      commands: [
        `yq .spec.source.helm.valuesObject dist/${pathOf(own.manifest)} > ${SECRETS_FOLDER}/argo-cd-values.yaml`,
        `helm install argocd ${chart.chart} --repo ${chart.repoURL} --version ${chart.version} --namespace ${ARGOCD_NAMESPACE} --values ${SECRETS_FOLDER}/argo-cd-values.yaml`,
      ],
      checks: [],
    },
    {
      title: 'Hand the cluster over',
      why: 'The only file that is ever applied by hand: all others follow from it, in waves.',
      commands: [`kubectl apply --filename=dist/${name}/argocd/root.yaml`],
      checks: [],
    },
  ];
}

function waitStep({ tree, number, applications }: Wave): Step {
  const names = applications.map(({ name }) => `application/${name}`).join(' ');
  const at = `--namespace=${ARGOCD_NAMESPACE} --timeout=30m`;
  return {
    title: `Wait for wave ${number} of ${tree}`,
    why: 'The next waves may need what it makes; one that does not get Healthy says why on its page in Argo CD.',
    commands: [
      `kubectl wait ${names} --for=create ${at}`,
      `kubectl wait ${names} --for=jsonpath='{.status.health.status}'=Healthy ${at}`,
    ],
    checks: applications.map(({ name, namespace }) => ({ kind: 'application', name, namespace })),
  };
}
