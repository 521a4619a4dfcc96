import { spawnSync } from 'node:child_process';
import { isObject } from '../../values/object';

/** What a health check says of an object. */
export interface Health {
  readonly status: string;
  readonly message: string;
}

/**
 * Runs a health check as Argo CD does: the object is the global `obj`, the answer a table that is returned.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks
 */
export function healthOf(script: string, object: unknown, path = process.env['PATH'] ?? ''): Health {
  const program = `obj = ${literal(object)}
local function check() ${script} end
local health = check()
io.write(health.status, "\\n", health.message)`;
  const { error, status, stdout, stderr } = spawnSync('lua5.4', ['-'], {
    input: program,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  if (error !== undefined) {
    throw new Error(
      `lua5.4 must be on the PATH to run health checks (${error.message}); install Debian's lua5.4 package`,
    );
  }
  if (status !== 0) throw new Error(stderr);
  const [answer = '', ...message] = stdout.split('\n');
  return { status: answer, message: message.join('\n') };
}

/** Plain data as Lua writes it; a key without a value is no key. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (!isObject(value)) return value === undefined || value === null ? 'nil' : JSON.stringify(value);
  const fields = Object.entries(value).map(([key, child]) => `[${JSON.stringify(key)}] = ${literal(child)}`);
  return `{${fields.join(', ')}}`;
}
