import { lookup } from 'node:dns/promises';
import type { BootstrapSecret } from '../environments/environment';
import { isObject } from '../values/object';
import type { Answer, Kubectl } from './kubectl';
import { type Check, type CorefileCheck, type HostCheck, nameOf } from './step';

/** What a check found. */
export interface Finding {
  readonly check: Check;
  /** `unknown` where the cluster did not say. */
  readonly state: 'there' | 'made' | 'missing' | 'wrong' | 'unknown';
  /** What is wrong, or kubectl's own words; empty where nothing is. */
  readonly detail: string;
}

type Verdict = Omit<Finding, 'check'>;

const THERE: Verdict = { state: 'there', detail: '' };

/** Names of a Secret's keys, without their values: those never leave the cluster. */
const KEYS_ALONE = '--output=go-template={{range $key, $value := .data}}{{$key}}{{"\\n"}}{{end}}';

/** Asks the cluster, or for a host name DNS, whether something is there as it should be; changes nothing. */
export async function look(check: Check, kubectl: Kubectl): Promise<Finding> {
  return { check, ...(check.kind === 'host' ? await hostVerdict(check) : verdictOn(check, kubectl)) };
}

/** A finding in a line: `missing  secret production-vault/openbao-seal`. */
export function lineOf({ check, state, detail }: Finding): string {
  return `${state.padEnd(7)}  ${nameOf(check)}${detail === '' ? '' : `: ${detail}`}`;
}

function verdictOn(check: Exclude<Check, HostCheck>, kubectl: Kubectl): Verdict {
  switch (check.kind) {
    case 'namespace':
      return verdict(kubectl.run(['get', 'namespace', check.name, '--output=name']), () => THERE);
    case 'node':
      return verdict(kubectl.run(['get', 'node', check.name, '--output=json']), (output) =>
        nodeVerdict(JSON.parse(output), check.labels),
      );
    case 'secret': {
      const { namespace, name } = check.secret;
      const answer = kubectl.run(['get', 'secret', name, `--namespace=${namespace}`, KEYS_ALONE]);
      return verdict(answer, (output) => secretVerdict(output.split('\n'), check.secret));
    }
    case 'application': {
      const health = '--output=jsonpath={.status.sync.status} {.status.health.status}';
      const args = ['get', `application.argoproj.io/${check.name}`, `--namespace=${check.namespace}`, health];
      return verdict(kubectl.run(args), (output) =>
        output === 'Synced Healthy'
          ? THERE
          : { state: 'wrong', detail: `must be Synced Healthy, got '${output.trim()}'` },
      );
    }
    case 'corefile': {
      const corefile = '--output=jsonpath={.data.Corefile}';
      const args = ['get', 'configmap', check.name, `--namespace=${check.namespace}`, corefile];
      return verdict(kubectl.run(args), (output) => corefileVerdict(output, check));
    }
  }
}

/** A kind that the cluster does not know is a thing that is not there yet. */
function verdict({ ok, output, error }: Answer, judge: (output: string) => Verdict): Verdict {
  if (ok) return judge(output);
  const isMissing = /\(NotFound\)|the server doesn't have a resource type/.test(error);
  return isMissing ? { state: 'missing', detail: '' } : { state: 'unknown', detail: error };
}

function secretVerdict(found: readonly string[], { keys }: BootstrapSecret): Verdict {
  const absent = keys.map(({ name }) => name).filter((name) => !found.includes(name));
  return absent.length === 0
    ? THERE
    : { state: 'wrong', detail: `must have ${absent.join(' and ')}; add it by hand` };
}

function corefileVerdict(corefile: string, { lines, target }: CorefileCheck): Verdict {
  const found = corefile.split('\n').map((line) => line.trim());
  const absent = lines.filter((line) => !found.includes(line));
  const stale = found.filter((line) => line.endsWith(` ${target}`) && !lines.includes(line));
  if (absent.length === 0 && stale.length === 0) return THERE;
  const faults = [
    ...absent.map((line) => `must have the line '${line}'`),
    ...stale.map((line) => `must not have the line '${line}'`),
  ];
  return { state: 'wrong', detail: faults.join(' and ') };
}

/** Answers of another family are not asked for: the addresses that are wanted are of IPv4. */
async function hostVerdict({ hostname, addresses }: HostCheck): Promise<Verdict> {
  const wanted = addresses.join(', ');
  try {
    const found = (await lookup(hostname, { all: true, family: 4 })).map(({ address }) => address);
    if (found.every((address) => addresses.includes(address))) return THERE;
    return { state: 'wrong', detail: `must lead to ${wanted}, got ${found.join(', ')}` };
  } catch (error) {
    const code = isObject(error) ? error['code'] : undefined;
    if (code === 'ENOTFOUND') return { state: 'missing', detail: `must lead to ${wanted}` };
    return { state: 'unknown', detail: `DNS did not answer: ${String(code)}` };
  }
}

function nodeVerdict(node: unknown, wanted: readonly string[]): Verdict {
  const labels = fieldOf(fieldOf(node, 'metadata'), 'labels');
  const absent = wanted.filter((label) => fieldOf(labels, label) === undefined);
  if (absent.length > 0) return { state: 'wrong', detail: `must have the label ${absent.join(' and ')}` };
  const conditions = fieldOf(fieldOf(node, 'status'), 'conditions');
  const isReady =
    Array.isArray(conditions) &&
    conditions.some((one) => fieldOf(one, 'type') === 'Ready' && fieldOf(one, 'status') === 'True');
  return isReady ? THERE : { state: 'wrong', detail: 'must be Ready; has it a network plugin?' };
}

function fieldOf(from: unknown, key: string): unknown {
  return isObject(from) ? from[key] : undefined;
}
