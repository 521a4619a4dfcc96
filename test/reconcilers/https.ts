import { readFileSync } from 'node:fs';
import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';

/** What a server answered to a person's request. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A request of a test itself, beside those of the programs. */
export interface Request {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is a text, else as JSON. */
  readonly body?: unknown;
  /** File of the authority that signed the server's certificate. */
  readonly ca?: string;
}

/** Sends it. @throws Error without an answer */
export function ask({ method = 'GET', url, headers = {}, body, ca }: Request): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
  const options = { method, headers: { 'content-type': type, ...headers }, timeout: 30_000 };
  return new Promise((resolve, reject) => {
    const sent = url.startsWith('https:')
      ? overTls(url, { ...options, ...(ca !== undefined && { ca: readFileSync(ca) }) })
      : overHttp(url, options);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString();
        const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
        resolve({
          status: response.statusCode ?? 0,
          body: isJson && answer !== '' ? JSON.parse(answer) : answer,
        });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${url}: no answer`)));
    sent.on('error', reject);
    sent.end(text);
  });
}
