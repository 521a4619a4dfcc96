import type { ClockChange } from '../values/clock-change';
import { disturbingClockChange } from '../values/schedule';
import type { Cluster, Environment } from './environment';

/** What is allowed and worth knowing at every synth: `<path>: <what, and what to do>`. */
export function warningsOf(cluster: Cluster): readonly string[] {
  return [...sharedHosts(cluster), ...cluster.environments.flatMap(clockChanges)];
}

/** A physical server is lost as a whole, whatever runs on it. */
function sharedHosts({ name, nodes, balancers }: Cluster): readonly string[] {
  const hosts = new Set([...nodes, ...balancers].map(({ host }) => host));
  if (hosts.size === 1) {
    const [host] = hosts;
    return [
      `${name}: all ${nodes.length} nodes and ${balancers.length} balancers stand on the physical host ${host}; losing it loses everything. Spread the control plane, the workers and the balancers over three hosts`,
    ];
  }
  const nodesOf = (wanted: string) => nodes.filter(({ role }) => role === wanted);
  const groups = [
    { what: 'control-plane nodes', machines: nodesOf('control-plane'), bound: majorityLoss },
    { what: 'workers', machines: nodesOf('worker'), bound: totalLoss },
    { what: 'balancers', machines: balancers, bound: totalLoss },
  ];
  return groups.flatMap(({ what, machines, bound }) => {
    const fatal = [...new Set(machines.map(({ host }) => host))].find((host) =>
      bound(machines.filter((machine) => machine.host === host).length, machines.length),
    );
    return fatal === undefined || machines.length < 2
      ? []
      : [`${name}: losing the physical host ${fatal} loses too many ${what}; spread them over more hosts`];
  });
}

function majorityLoss(lost: number, all: number): boolean {
  return all - lost <= all / 2;
}

function totalLoss(lost: number, all: number): boolean {
  return lost === all;
}

/** A clock change skips or repeats what is due at some minutes of the night. */
function clockChanges({ name, batchJobs }: Environment): readonly string[] {
  return (batchJobs?.jobs ?? []).flatMap((job) => {
    const change = disturbingClockChange(job.schedule, job.timeZone);
    return change === undefined
      ? []
      : [
          `${name}/batch-jobs/${job.name}: '${job.schedule}' is left out or runs twice when the clocks of ${job.timeZone} change; move it out of ${spanOf(change)}`,
        ];
  });
}

/** `02:00 to 02:59` */
function spanOf({ from, to }: ClockChange): string {
  return `${clock(from)} to ${clock(to - 1)}`;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
