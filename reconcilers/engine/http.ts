import { reasonOf, TransientError } from './errors';

/** How long a server may take for one answer, in milliseconds. */
const ANSWER_TIMEOUT = 15_000;

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form, in the place of a body. */
  readonly form?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON, or undefined where there is none. */
  readonly body: unknown;
}

/**
 * Sends a request. Authorities beside the public ones come by NODE_EXTRA_CA_CERTS.
 * @throws TransientError without an answer, and when the server says that it cannot answer now
 */
export async function send({ method, url, headers = {}, body, form }: HttpRequest): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const text = form === undefined ? JSON.stringify(body) : new URLSearchParams(form).toString();
  const response = await fetch(url, {
    method,
    headers: { 'content-type': type, ...headers },
    signal,
    redirect: 'follow',
    ...(text === undefined ? {} : { body: text }),
  }).catch((error: unknown) => {
    throw new TransientError(`${method} ${url}: ${reasonOf(error)}`);
  });
  const answer = await response.text().catch((error: unknown) => {
    throw new TransientError(`${method} ${url}: ${reasonOf(error)}`);
  });
  if (response.status >= 500 || response.status === 429) {
    throw new TransientError(
      `${method} ${url}: the server answered ${response.status} ${answer.slice(0, 200)}`,
    );
  }
  return { status: response.status, body: parsed(answer) };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
