import { join } from 'node:path';
import { CRD_SOURCES } from '../../control-plane/crd-sources';
import { fetchModule } from '../../control-plane/crds';

const CERT_MANAGER = 'github.com/cert-manager/cert-manager';

/** Folder of cert-manager's chart of the version whose definitions the table names. @throws Error where it names none */
export async function certManagerChart(): Promise<string> {
  const source = CRD_SOURCES.find(({ module }) => module === CERT_MANAGER);
  if (source === undefined) throw new Error(`crd-sources.ts must name ${CERT_MANAGER}`);
  return join(await fetchModule(source), 'deploy', 'charts', 'cert-manager');
}
