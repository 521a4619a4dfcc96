import { type Ask, make } from './apply';
import type { Kubectl } from './kubectl';
import { type Finding, look } from './look';
import type { Check, Step } from './step';

/** A step and what the cluster has of it. */
export interface StepReport {
  readonly step: Step;
  readonly findings: readonly Finding[];
}

/** kubectl's words where nobody answers: then nothing further can be found out. */
const UNREACHABLE = /was refused|no such host|timeout|Unable to connect|no route to host|EOF/i;

/**
 * Goes through the steps and looks what the cluster has of each; with `ask` it also makes what is missing and can be made
 * without harm.
 *
 * @throws Error when the cluster does not answer
 */
export async function* walk(steps: readonly Step[], kubectl: Kubectl, ask?: Ask): AsyncGenerator<StepReport> {
  for (const step of steps) {
    const findings: Finding[] = [];
    for (const check of step.checks) {
      const found = await look(check, kubectl);
      if (found.state === 'unknown' && UNREACHABLE.test(found.detail))
        throw new Error(`the cluster must answer, got: ${found.detail}; --print works without one`);
      const isToBeMade = ask !== undefined && found.state === 'missing';
      findings.push(isToBeMade ? await made(check, kubectl, ask) : found);
    }
    yield { step, findings };
  }
}

/** Whether something is left to do. */
export function isOpen({ state }: Finding): boolean {
  return state !== 'there' && state !== 'made';
}

async function made(check: Check, kubectl: Kubectl, ask: Ask): Promise<Finding> {
  const answer = await make(check, kubectl, ask);
  if (answer === undefined) return { check, state: 'missing', detail: '' };
  return answer.ok ? { check, state: 'made', detail: '' } : { check, state: 'missing', detail: answer.error };
}
