import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list, text } from '../../checks/readers/read';
import { recordRoleOf, roleBindingOf, roleOf } from '../../constructs/vault/access';
import { VAULT } from '../../constructs/vault/props';
import { VAULT_RECONCILE } from '../../reconcilers/vault/policies';
import type { ControlPlane } from '../control-plane/control-plane';
import { create, createNamespace, tokenOf } from './kubernetes';
import { type Run, start } from './program';

/** What the guard hands on to a node that may initialise. */
export const STANZA = 'initialize "all" {}';

/** What became of a node that asked. */
export interface Guarded extends Run {
  /** What the node is told, or undefined when it is told nothing. */
  readonly stanza: string | undefined;
}

/** Namespaces of an API server in which the first node of a vault starts. */
export class GuardedVaults {
  private readonly folder = mkdtempSync(join(tmpdir(), 'data-frost-guard-'));
  private namespaces = 0;

  constructor(private readonly plane: ControlPlane) {}

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A folder for a node's data with nothing in it. */
  emptyFolder(): string {
    return mkdtempSync(join(this.folder, 'data-'));
  }

  /** A namespace of its own in which nodes and reconciler have the rights that the code gives them. */
  async newNamespace(): Promise<string> {
    const { client } = this.plane;
    this.namespaces += 1;
    const namespace = `guarded-${this.namespaces}`;
    await createNamespace(client, namespace);
    const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    for (const role of [roleOf(namespace, { replicas: 1 }), recordRoleOf(namespace)])
      await create(client, `${path}/roles`, role);
    for (const name of [VAULT, VAULT_RECONCILE] as const)
      await create(client, `${path}/rolebindings`, roleBindingOf(namespace, name));
    await this.newClaim(namespace);
    return namespace;
  }

  /** The claim of ordinal 0, made anew. */
  async newClaim(namespace: string): Promise<void> {
    const { client } = this.plane;
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
    const name = 'data-openbao-0';
    await client.send({
      method: 'PATCH',
      path: `${path}/${name}`,
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ metadata: { finalizers: [] } }),
    });
    await client.send({ method: 'DELETE', path: `${path}/${name}` });
    await create(client, path, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
  }

  /** What a pod of that ServiceAccount needs to reach the API server and to know the record. */
  async surroundings(namespace: string, account: string): Promise<Readonly<Record<string, string>>> {
    const { hostname, port } = new URL(this.plane.url);
    const credential = mkdtempSync(join(this.folder, 'credential-'));
    const kubeconfig: unknown = JSON.parse(readFileSync(this.plane.kubeconfig, 'utf8'));
    const ca = text(list(kubeconfig, 'clusters')[0], 'cluster.certificate-authority-data') ?? '';
    writeFileSync(join(credential, 'ca.crt'), Buffer.from(ca, 'base64'));
    writeFileSync(join(credential, 'token'), await tokenOf(this.plane.client, namespace, account));
    return {
      POD_NAMESPACE: namespace,
      RECORD: 'openbao-initialised',
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
      CREDENTIAL_FOLDER: credential,
    };
  }

  /** Starts a node, the first one unless the variables say otherwise. */
  async start(namespace: string, data: string, env: Readonly<Record<string, string>> = {}): Promise<Guarded> {
    const run = mkdtempSync(join(this.folder, 'run-'));
    const target = join(run, 'target');
    writeFileSync(join(run, 'stanza'), STANZA);
    const ended = await start('may-initialise', {
      ...(await this.surroundings(namespace, VAULT)),
      POD_NAME: 'openbao-0',
      CLAIM: 'data-openbao-0',
      DATA_FOLDER: data,
      STANZA_FILE: join(run, 'stanza'),
      TARGET_FILE: target,
      ...env,
    }).ended;
    const stanza = readdirSync(run).includes('target') ? readFileSync(target, 'utf8') : undefined;
    return { ...ended, stanza };
  }
}
