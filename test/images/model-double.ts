import { createServer, type Server, type ServerResponse } from 'node:http';
import { portOf } from './port';

/** A model service that answers as a test wants it to. */
export interface ModelDouble {
  readonly url: string;
  /** Bodies of the requests so far. */
  readonly requests: readonly string[];
  /** Resolves with the first request. */
  readonly called: Promise<unknown>;
  close(): Promise<void>;
}

/** What it does with the n-th request (from 0): a status, right answers (`classes`), or nothing at all (`silence`). */
export type Behaviour = (n: number) => number | 'classes' | 'silence';

export async function modelDouble(behaviour: Behaviour): Promise<ModelDouble> {
  const requests: string[] = [];
  let call: (body: string) => void;
  const called = new Promise<string>((resolve) => {
    call = resolve;
  });
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      call(body);
      answer(response, behaviour(requests.push(body) - 1), body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, requests, called, close: () => close(server) };
}

function answer(response: ServerResponse, how: ReturnType<Behaviour>, body: string): void {
  if (how === 'silence') return;
  if (how !== 'classes') {
    response.writeHead(how).end(`{"error": "status ${how}"}`);
    return;
  }
  const { input_data }: { input_data: readonly unknown[] } = JSON.parse(body);
  response.end(JSON.stringify(input_data.map(() => 1)));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
