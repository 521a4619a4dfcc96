import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const RUNS = 7;
const BUNDLE = join('.build', 'bench-synth.js');

/** How long a synth takes beside node alone, and how it grows. Each figure is the median of fresh processes. */
async function main(): Promise<void> {
  await build({
    entryPoints: ['bench/synth-once.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    outfile: BUNDLE,
    logLevel: 'error',
  });
  const rows = [
    measure('node alone', ['node', '-e', '0']),
    measure('npm run, doing nothing', ['npm', 'run', '--silent', 'bench:nothing']),
    measure('npm run synth', ['npm', 'run', '--silent', 'synth', '--', '--check']),
    measure('render and judge, as committed', ['node', BUNDLE, '0']),
    measure('render and judge, small', ['node', BUNDLE, '35']),
    measure('render and judge, ten times that', ['node', BUNDLE, '535']),
  ];
  const [alone] = rows;
  for (const { what, seconds, output } of rows) {
    const ratio = (seconds / (alone?.seconds ?? seconds)).toFixed(1);
    const objects = /^\d+$/.test(output) ? `${output} objects` : '';
    console.log(
      `${what.padEnd(34)} ${seconds.toFixed(2)} s ${`${ratio} ×`.padStart(8)} ${objects.padStart(14)}`,
    );
  }
}

function measure(what: string, [command = '', ...args]: readonly string[]) {
  const samples = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    const output = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return { seconds: (performance.now() - started) / 1000, output: output.trim() };
  }).sort((one, other) => one.seconds - other.seconds);
  const median = samples[Math.floor(RUNS / 2)];
  return { what, seconds: median?.seconds ?? 0, output: median?.output ?? '' };
}

void main();
