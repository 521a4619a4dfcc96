import { reasonOf, TransientError } from '../engine/errors';
import { objectIn, sorted } from '../engine/read';
import type { Ledger, Owned } from '../engine/resource';
import type { VaultClient } from './client';
import { OWNERSHIP_PATH } from './policies';

/**
 * What is ours in a vault, at a place of the KV engine that the reconciler's own policy alone opens. It is written only
 * over the version that was read, so of two runs at once one begins anew.
 */
export class VaultLedger implements Ledger {
  private readonly path: string;
  private version = 0;

  constructor(
    private readonly client: VaultClient,
    mount: string,
  ) {
    this.path = `${mount}/data/${OWNERSHIP_PATH}`;
  }

  async read(): Promise<Owned> {
    const found = await this.client.read(this.path);
    const version = objectIn(found, 'metadata')['version'];
    this.version = typeof version === 'number' ? version : 0;
    const data = objectIn(found, 'data');
    const marks = Object.entries(objectIn(data, 'fingerprints')).map(([key, mark]) => [key, String(mark)]);
    return { names: sorted(data['names']), fingerprints: Object.fromEntries(marks) };
  }

  async write({ names, fingerprints }: Owned): Promise<void> {
    try {
      await this.client.write(this.path, { options: { cas: this.version }, data: { names, fingerprints } });
    } catch (error) {
      if (!/check-and-set/.test(reasonOf(error))) throw error;
      throw new TransientError(`${this.path}: another run wrote it since this one began`);
    }
    this.version += 1;
  }
}
