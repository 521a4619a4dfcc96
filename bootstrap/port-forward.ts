import type { Kubectl } from './kubectl';

/** A port of loopback that leads to a Service of the cluster. */
export interface PortForward {
  readonly port: number;
  end(): void;
}

/** How kubectl says that it listens. */
const LISTENS = /Forwarding from 127\.0\.0\.1:(\d+)/;

/** Leads a free port of loopback to a port of a Service. @throws Error with kubectl's words when it cannot */
export function portForward(
  kubectl: Kubectl,
  {
    namespace,
    service,
    port,
  }: { readonly namespace: string; readonly service: string; readonly port: number },
): Promise<PortForward> {
  const place = [`service/${service}`, `:${port}`, `--namespace=${namespace}`, '--address=127.0.0.1'];
  const child = kubectl.start(['port-forward', ...place]);
  const end = () => void child.kill();
  return new Promise((resolve, reject) => {
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
      const [, found] = LISTENS.exec(said.stdout) ?? [];
      if (found !== undefined) resolve({ port: Number(found), end });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    child.once('error', reject);
    child.once('close', () => {
      const reason = said.stderr.trim().split('\n').at(-1);
      reject(new Error(`${namespace}/${service} must be reached by kubectl port-forward, got: ${reason}`));
    });
  });
}
