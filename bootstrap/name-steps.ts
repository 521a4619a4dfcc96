import { entryAddresses, privateUrl } from '../environments/entry';
import type { Cluster, Environment } from '../environments/environment';
import { DNS_SERVER, publicNameLines, publicNameTarget, SERVER_BLOCK } from '../environments/public-names';
import { SECRETS_FOLDER } from './secret-commands';
import type { Check, Step } from './step';

const COREFILE = `${SECRETS_FOLDER}/Corefile`;
const LINES = `${SECRETS_FOLDER}/Corefile.names`;

/** How names are found: by people in DNS, by pods at the DNS server of the cluster. */
export function nameSteps(cluster: Cluster, environment: Environment): readonly Step[] {
  const lines = publicNameLines(cluster);
  return [recordsStep(cluster, environment), ...(lines.length === 0 ? [] : [corefileStep(cluster, lines)])];
}

/** What a person does where the domain is kept; which hosts there are follows from what runs. */
function recordsStep(cluster: Cluster, environment: Environment): Step {
  const { domain, internalDomain } = environment;
  const hosts = hostsOf(cluster, environment);
  const to = entryAddresses(cluster);
  const record = (name: string, addresses: readonly string[]) => `\`*.${name}\` → ${addresses.join(', ')}`;
  const networks = cluster.administration.networks.join(' and ');
  const urls = hosts.private.map((host) => privateUrl(cluster, host));
  return {
    title: `Make the records of ${domain} in DNS`,
    why: `Where the domain is kept: ${record(domain, to.public)} (the balancers), ${record(internalDomain, to.private)} (the workers). Private hosts (${urls.join(', ')}) are reached past the balancers, so that a worker sees who comes: ${networks} must have a way to the workers, and nobody else is let in.`,
    commands: [...hosts.public, ...hosts.private].map((host) => `getent ahostsv4 ${host}`),
    checks: [
      ...hosts.public.map((hostname): Check => ({ kind: 'host', hostname, addresses: to.public })),
      ...hosts.private.map((hostname): Check => ({ kind: 'host', hostname, addresses: to.private })),
    ],
  };
}

function hostsOf({ argoCdSignIn, platformEnvironment }: Cluster, environment: Environment) {
  const { name, keycloak, vault, modelServing } = environment;
  const models = modelServing?.models.flatMap(({ hostname }) => hostname ?? []) ?? [];
  const argoCd = name === platformEnvironment ? argoCdSignIn?.hostname : undefined;
  const privateHosts = [keycloak?.adminHostname, vault?.hostname, argoCd];
  return {
    public: [...(keycloak === undefined ? [] : [keycloak.hostname]), ...models].sort(),
    private: privateHosts.flatMap((hostname) => hostname ?? []).sort(),
  };
}

/** The lines are taken out and put in anew, so that a second time changes nothing; whatever else is there stays. */
function corefileStep(cluster: Cluster, lines: readonly string[]): Step {
  const { namespace } = cluster.network.dns;
  const map = `configmap ${DNS_SERVER} --namespace=${namespace}`;
  const target = publicNameTarget(cluster).replaceAll('.', '\\.');
  const own = {
    kind: 'corefile',
    namespace,
    name: DNS_SERVER,
    lines,
    target: publicNameTarget(cluster),
  } as const;
  return {
    title: 'Lead pods to the gateway by public names',
    why: 'From within the cluster the balancers are not reached: who asks its DNS server for the issuer of tokens, or for a model, gets the Service of the gateway.',
    commands: [
      `install --directory --mode=700 ${SECRETS_FOLDER}`,
      `kubectl get ${map} --output=jsonpath='{.data.Corefile}' > ${COREFILE}`,
      `printf '    %s\\n' ${lines.map((line) => `'${line}'`).join(' ')} > ${LINES}`,
      `sed --in-place --expression='/ ${target}$/d' --expression='/^${SERVER_BLOCK.replaceAll('.', '\\.')}$/r ${LINES}' ${COREFILE}`,
      // Without its server block, or without a Corefile at all, nothing may be written: all names would be lost.
      `(grep --fixed-strings --line-regexp --file=${LINES} ${COREFILE} && kubectl create ${map} --from-file=${COREFILE} --dry-run=client --output=json | kubectl patch ${map} --patch-file=/dev/stdin)`,
      `kubectl rollout restart deployment/${DNS_SERVER} --namespace=${namespace}`,
      `kubectl rollout status deployment/${DNS_SERVER} --namespace=${namespace} --timeout=5m`,
    ],
    checks: [own],
  };
}
