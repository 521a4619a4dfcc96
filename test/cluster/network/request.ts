import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Where it sends the client instead. */
  readonly location?: string;
  /** Fingerprint (SHA-256) of the certificate that was shown, where there was one. */
  readonly fingerprint?: string;
}

/** Who asks whom for what. */
export interface Question {
  /** Address that the request comes from; one of the node network's. */
  readonly from: string;
  /** Address and port that it goes to. */
  readonly to: { readonly address: string; readonly port: number };
  readonly scheme: 'http' | 'https';
  /** Host name that is asked for; the server's certificate is looked at, not trusted. */
  readonly host: string;
  readonly path: string;
}

/** Seconds after which nobody answers any more. */
const PATIENCE = 5;

/** Sends one GET request from the node network. @throws Error when nothing comes back, with what was asked */
export function ask({ from, to, scheme, host, path }: Question): Promise<Answer> {
  const options = {
    host: to.address,
    port: to.port,
    localAddress: from,
    path,
    headers: { host },
    agent: false,
    timeout: PATIENCE * 1000,
  };
  const secure = { ...options, servername: host, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new Error(`${scheme}://${host}${path} at ${to.address}:${to.port}: ${error.message}`));
    const answer = (response: IncomingMessage) => {
      response.on('error', fail).resume();
      resolve(answerOf(response));
    };
    const sent = scheme === 'https' ? httpsRequest(secure, answer) : httpRequest(options, answer);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE} s`)));
    sent.on('error', fail).end();
  });
}

function answerOf({ statusCode, headers, socket }: IncomingMessage): Answer {
  const fingerprint = isSecure(socket) ? socket.getPeerCertificate().fingerprint256 : undefined;
  return {
    status: statusCode ?? 0,
    ...(headers.location !== undefined && { location: headers.location }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

function isSecure(socket: object): socket is TLSSocket {
  return 'getPeerCertificate' in socket;
}
