import { byteText, cpuText } from '../../values/quantity';
import type { Amounts } from './container-resources';

/** CPU adds up in floating point: 0.7 and 700m must not differ. */
const ROUNDING = 1 + 1e-9;

/** Whether an amount is above a bound by more than the rounding of sums. */
export function exceeds(amount: number, bound: number): boolean {
  return amount > bound * ROUNDING;
}

/** The sums of amounts, each taken a number of times. */
export function sumOf(parts: Iterable<Amounts>): Amounts {
  const sum: Record<string, number> = {};
  for (const part of parts) {
    for (const [resource, amount] of Object.entries(part)) sum[resource] = (sum[resource] ?? 0) + amount;
  }
  return sum;
}

/** For each resource the larger of two amounts. */
export function largerOf(one: Amounts, other: Amounts): Amounts {
  const resources = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...resources].map((resource) => [resource, Math.max(one[resource] ?? 0, other[resource] ?? 0)]),
  );
}

/** Amounts, a number of times. */
export function timesOf(amounts: Amounts, times: number): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, amount * times]));
}

/** An amount as a person writes it: `2500m`, `1536Mi`, `4`. */
export function amountText(resource: string, amount: number): string {
  if (/(^|\.)cpu$/.test(resource)) return cpuText(Math.round(amount * 1000));
  if (/(memory|storage)$/.test(resource)) return byteText(amount);
  return String(Math.round(amount * 1000) / 1000);
}
