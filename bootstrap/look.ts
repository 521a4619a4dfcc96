import type { BootstrapSecret } from '../environments/environment';
import { isObject } from '../values/object';
import type { Answer, Kubectl } from './kubectl';
import { type Check, nameOf } from './step';

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

/** Asks the cluster whether something is there as it should be; changes nothing. */
export function look(check: Check, kubectl: Kubectl): Finding {
  return { check, ...verdictOn(check, kubectl) };
}

/** A finding in a line: `missing  secret production-vault/openbao-seal`. */
export function lineOf({ check, state, detail }: Finding): string {
  return `${state.padEnd(7)}  ${nameOf(check)}${detail === '' ? '' : `: ${detail}`}`;
}

function verdictOn(check: Check, kubectl: Kubectl): Verdict {
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
