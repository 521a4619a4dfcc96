import { Construct } from 'constructs';
import { resolve } from '../../values/parse';
import { GeneratedSecret } from './generated-secret';
import { ImportedSecret } from './imported-secret';
import { type VaultSecretsProps, vaultSecretsProps } from './props';
import { SecretStores } from './secret-stores';

/**
 * All that a namespace has to do with the vault: its stores, the Secrets that it reads and the values that are generated
 * for it. Nothing where it reads and generates none: a store that nobody uses is a door that nobody watches.
 *
 * @throws FaultsError when the props contradict each other
 */
export class VaultSecrets extends Construct {
  constructor(scope: Construct, id: string, props: VaultSecretsProps) {
    super(scope, id);
    const { server, ca, imported, generated } = resolve(vaultSecretsProps, props, this.node.path);
    if (imported.length + generated.length === 0) return;
    new SecretStores(this, 'Stores', { server, ca, generates: generated.length > 0 });
    for (const secret of generated) new GeneratedSecret(this, `Generated-${secret.name}`, secret);
    for (const secret of imported) new ImportedSecret(this, `Imported-${secret.name}`, secret);
  }
}
