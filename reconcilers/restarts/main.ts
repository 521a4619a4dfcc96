import { readFileSync } from 'node:fs';
import { resolve } from '../../values/parse';
import { objectsOf } from './kubernetes';
import { restart } from './restart';
import { restartsState } from './state';

/** Where the kubelet puts a pod's credential. */
const CREDENTIAL_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Restarts what STATE_FILE names and whose Secrets changed: `KUBERNETES_SERVICE_HOST`, `KUBERNETES_SERVICE_PORT`. */
async function run(): Promise<void> {
  const state = resolve(restartsState, JSON.parse(readFileSync(required('STATE_FILE'), 'utf8')), 'state');
  const objects = objectsOf({
    host: required('KUBERNETES_SERVICE_HOST'),
    port: required('KUBERNETES_SERVICE_PORT'),
    folder: process.env['CREDENTIAL_FOLDER'] ?? CREDENTIAL_FOLDER,
  });
  for (const line of await restart(state, objects)) process.stdout.write(`${line}\n`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} must be set in the environment`);
  return value;
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
