import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiServer } from './api-server';
import type { ControlPlanePrograms } from './build';
import type { ApiClient } from './client';
import { startEtcd } from './etcd';
import { onExit } from './on-exit';
import type { Program } from './program';

/** An etcd and an API server on loopback, with nothing in them but what Kubernetes itself puts there. */
export interface ControlPlane {
  readonly url: string;
  /** File with the address, the certificate and the token of an administrator. */
  readonly kubeconfig: string;
  /** Speaks as that administrator. */
  readonly client: ApiClient;
  /** Ends both programs and removes their data; may be called more than once. */
  stop(): Promise<void>;
}

/** What differs from one use to another. */
export interface ControlPlaneOptions {
  /** Flags of the API server, after our own: the last one of a name counts. @default none */
  readonly apiServerFlags?: readonly string[];
}

/**
 * Starts a control plane and resolves when its API server is ready.
 *
 * Certificate, keys, tokens and data live in a temporary folder. Both programs are killed and the folder is
 * removed when this process ends, also by an error or Ctrl-C; after a SIGKILL the folder alone stays.
 */
export async function startControlPlane(
  programs: ControlPlanePrograms,
  { apiServerFlags = [] }: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), 'data-frost-control-plane-'));
  const running: Program[] = [];
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  const forget = onExit(() => {
    for (const program of running) program.kill();
    remove();
  });
  const stop = async () => {
    await Promise.all(running.map((program) => program.stop()));
    remove();
    forget();
  };
  try {
    const etcd = await startEtcd(programs.etcd, folder);
    running.push(etcd.program);
    const binary = programs.kubernetes['kube-apiserver'];
    const server = await startApiServer(binary, etcd.url, folder, { flags: apiServerFlags });
    running.push(server.program);
    const client = await server.ready(() => {
      for (const program of running) program.assertRunning();
    });
    const { url, kubeconfig } = server;
    return { url, kubeconfig, client, stop: () => stop().finally(() => client.close()) };
  } catch (error) {
    await stop();
    throw error;
  }
}
