import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from './sandbox';

export interface Answer {
  /** Status; 0 when nobody answered. */
  readonly status: number;
  readonly body: string;
}

/** Where our model services listen. */
const PORT = 3000;
const TRIES = 600;

const PROGRAM = `
const [url, body] = process.argv.slice(1);
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
fetch(url, body === undefined ? {} : post)
  .then(async (answer) => ({ status: answer.status, body: await answer.text() }))
  .catch((error) => ({ status: 0, body: String(error.cause ?? error) }))
  .then((answer) => console.log(JSON.stringify(answer)));
`;

/** Sends a request from within the container's network, where the loopback is its own; a body makes it a POST. */
export function request({ holder }: Container, path: string, body?: unknown, port = PORT): Promise<Answer> {
  const url = `http://127.0.0.1:${port}${path}`;
  const payload = body === undefined ? [] : [JSON.stringify(body)];
  const args = [`--net=/proc/${holder}/ns/net`, process.execPath, '-e', PROGRAM, url, ...payload];
  return new Promise((resolve, reject) => {
    execFile('nsenter', args, (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout))));
  });
}

/** Waits until a path answers with 200; the output of a container that ends instead is the error. */
export async function ready(container: Container, path = '/readyz', port = PORT): Promise<void> {
  let ended = false;
  container.ended.then(() => {
    ended = true;
  });
  for (let tries = 0; tries < TRIES && !ended; tries++) {
    const answer = await request(container, path, undefined, port).catch(() => ({ status: 0 }));
    if (answer.status === 200) return;
    await sleep(200);
  }
  throw new Error(`must answer ${path} with 200:\n${container.output()}`);
}
