import { join } from 'node:path';
import type { GoPart } from '../../control-plane/go-part';
import type { Swap } from '../../control-plane/go-swap';

const GO = join('test', 'cluster', 'go');

const EXTERNAL_SECRETS = 'github.com/external-secrets/external-secrets';

/** 0.20, because the parts that later lines are split into are not served as modules; it serves the same `v1`. */
const externalSecrets: GoPart = {
  name: 'external-secrets',
  folder: join(GO, 'external-secrets'),
  module: EXTERNAL_SECRETS,
  binaries: { 'external-secrets': EXTERNAL_SECRETS },
  files: { chart: 'deploy/charts/external-secrets', crds: 'config/crds/bases' },
  swaps: [
    {
      module: EXTERNAL_SECRETS,
      files: {
        'pkg/provider/register/register.go': join(GO, 'external-secrets', 'register', 'providers.go'),
        'pkg/generator/register/register.go': join(GO, 'external-secrets', 'register', 'generators.go'),
      },
    },
  ],
};

const CERT_MANAGER = 'github.com/cert-manager/cert-manager';

/**
 * 1.11, because later lines keep their commands in modules that are not served. Fields that came after it are ignored.
 */
const certManager: GoPart = {
  name: 'cert-manager',
  folder: join(GO, 'cert-manager'),
  module: CERT_MANAGER,
  binaries: {
    cainjector: `${CERT_MANAGER}/cmd/cainjector`,
    controller: `${CERT_MANAGER}/cmd/controller`,
    webhook: `${CERT_MANAGER}/cmd/webhook`,
  },
  files: { chart: 'deploy/charts/cert-manager' },
  stamps: (version) => ({ [`${CERT_MANAGER}/pkg/util.AppVersion`]: version }),
};

const TRUST_MANAGER = 'github.com/cert-manager/trust-manager';

const trustManager: GoPart = {
  name: 'trust-manager',
  folder: join(GO, 'trust-manager'),
  module: TRUST_MANAGER,
  binaries: { 'trust-manager': `${TRUST_MANAGER}/cmd/trust-manager` },
  files: { chart: 'deploy/charts/trust-manager' },
};

const CLOUDNATIVE_PG = 'github.com/cloudnative-pg/cloudnative-pg';

/** The operator without what it uses of modules that are not served: see the patch. */
const cloudNativePgSwap: Swap = {
  module: CLOUDNATIVE_PG,
  patch: join(GO, 'cloudnative-pg', 'module.patch'),
};

const cloudNativePg: GoPart = {
  name: 'cloudnative-pg',
  folder: join(GO, 'cloudnative-pg'),
  module: CLOUDNATIVE_PG,
  binaries: { manager: `${CLOUDNATIVE_PG}/cmd/manager` },
  // The module holds the manifest of every release.
  files: { 'manifest.yaml': 'releases/cnpg-1.30.1.yaml' },
  swaps: [cloudNativePgSwap],
  stamps: (version) => ({ [`${CLOUDNATIVE_PG}/pkg/versions.buildVersion`]: version.slice(1) }),
};

const BARMAN_CLOUD = 'github.com/cloudnative-pg/plugin-barman-cloud';

/** The plugin and, with another first argument, the sidecar that it adds to the pods of a database. */
const barmanCloud: GoPart = {
  name: 'plugin-barman-cloud',
  folder: join(GO, 'plugin-barman-cloud'),
  module: BARMAN_CLOUD,
  binaries: { manager: `${BARMAN_CLOUD}/cmd/manager` },
  files: { 'manifest.yaml': 'manifest.yaml' },
  swaps: [
    cloudNativePgSwap,
    { module: BARMAN_CLOUD, patch: join(GO, 'plugin-barman-cloud', 'module.patch') },
  ],
};

const RCLONE = 'github.com/rclone/rclone';

const rclone: GoPart = {
  name: 'rclone',
  folder: join(GO, 'rclone'),
  module: RCLONE,
  binaries: { rclone: RCLONE },
  stamps: (version) => ({ [`${RCLONE}/fs.Version`]: version }),
};

const OAUTH2_PROXY = 'github.com/oauth2-proxy/oauth2-proxy/v7';

const oauth2Proxy: GoPart = {
  name: 'oauth2-proxy',
  folder: join(GO, 'oauth2-proxy'),
  module: OAUTH2_PROXY,
  binaries: { 'oauth2-proxy': OAUTH2_PROXY },
  stamps: (version) => ({ [`${OAUTH2_PROXY}/pkg/version.VERSION`]: version }),
};

/** The programs of the identity stack, which only its own proofs build; the quick ones first. */
export const IDENTITY_PARTS = {
  oauth2Proxy,
  trustManager,
  certManager,
  rclone,
  cloudNativePg,
  barmanCloud,
  externalSecrets,
} as const satisfies Readonly<Record<string, GoPart>>;
