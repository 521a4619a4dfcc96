import { isDeepStrictEqual } from 'node:util';
import { ReconcileError, reasonOf, TransientError } from './errors';
import { type Plan, planOf, type Step } from './plan';
import { planText, type Report, secretsOf, stepName, withoutSecrets } from './report';
import { type Kind, keyOf, type Ledger, type Owned, type Resource } from './resource';

/** One run against a server that answers. */
export interface Reconciliation {
  /** What the product is to hold. */
  readonly resources: readonly Resource[];
  /** Kinds, each after those that it leans on. */
  readonly kinds: readonly Kind[];
  readonly ledger: Ledger;
  /** Whether the plan is carried out, or only shown. */
  readonly apply: boolean;
  readonly report: Report;
}

/**
 * Brings a product to what the code says: reads, shows the plan, and only then writes what differs.
 *
 * What is ours is recorded before it is made, so a run that is killed half-way leaves nothing that the next one does not
 * know; what nobody recorded is never removed. Nothing differs, nothing is written.
 *
 * @returns the plan, whether it was carried out or not
 * @throws ReconcileError with everything that failed, after all else was done
 * @throws TransientError when the run is to begin anew
 */
export async function reconcile(run: Reconciliation): Promise<Plan> {
  const report = withoutSecrets(run.report, () => secretsOf(run.resources));
  const unknown = run.resources.filter(({ kind }) => !run.kinds.some(({ name }) => name === kind));
  if (unknown.length > 0) {
    throw new Error(`${unknown.map(keyOf).join(', ')}: the kind must be one of the product's`);
  }
  const owned = await run.ledger.read();
  const plan = await planOf(run.resources, run.kinds, owned);
  for (const line of planText(plan)) report(line);
  if (run.apply) await carryOut(plan, owned, run.ledger, report);
  return plan;
}

async function carryOut(plan: Plan, owned: Owned, ledger: Ledger, report: Report): Promise<void> {
  const failures: string[] = [];
  const failed: Step[] = [];
  let recorded = owned;
  for (const step of plan.steps) {
    if (step.kind.removable && !isDeepStrictEqual(recorded, plan.claimed)) {
      await ledger.write(plan.claimed);
      recorded = plan.claimed;
    }
    try {
      await carryOutStep(step);
      report(`done   ${stepName(step)}`);
    } catch (error) {
      if (error instanceof TransientError) throw error;
      failures.push(`${stepName(step)}: ${reasonOf(error)}`);
      failed.push(step);
    }
  }
  const settled = failed.length === 0 ? plan.settled : unsettled(plan, failed);
  if (!isDeepStrictEqual(recorded, settled)) await ledger.write(settled);
  if (failures.length === 0) return;
  throw new ReconcileError(failures);
}

function carryOutStep(step: Step): Promise<void> {
  switch (step.act) {
    case 'create':
      return step.kind.create(step.resource);
    case 'update':
      return step.kind.update(step.resource, step.actual);
    case 'remove':
      return step.kind.remove(step.name);
  }
}

/** What could not be removed stays ours; of what could not be written the secret is not taken for known. */
function unsettled({ settled, claimed }: Plan, failed: readonly Step[]): Owned {
  const kept = failed.flatMap((step) => (step.act === 'remove' ? [`${step.kind.name}/${step.name}`] : []));
  const unwritten = failed.flatMap((step) => (step.act === 'remove' ? [] : [`${keyOf(step.resource)}.`]));
  const isWritten = ([key]: readonly [string, string]) => !unwritten.some((one) => key.startsWith(one));
  return {
    names: [...settled.names, ...kept].sort(),
    fingerprints: Object.fromEntries([
      ...Object.entries(claimed.fingerprints).filter((entry) => !isWritten(entry)),
      ...Object.entries(settled.fingerprints).filter(isWritten),
    ]),
  };
}
