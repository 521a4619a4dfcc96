import { type Programs, program } from '../build/programs';
import { ARCHITECTURE, type Image } from './layout';
import type { Layouts } from './recipes';
import { repositoryOf, runtimeReference } from './references';

/** How an image is made: everything but its names. */
type Contents = Omit<Image, 'references'>;

/** The end of a repository's path, whatever registry or mirror it is in, and the image that answers for it. */
type Table = Readonly<Record<string, Contents>>;

/**
 * The images of the identity stack that these references ask for: the real programs, each known by the very names
 * that manifests use. References of other images are left out.
 *
 * @param references with tag, digest or both, as manifests have them
 */
export function identityImages(
  references: readonly string[],
  programs: Programs,
  layouts: Layouts,
): readonly Image[] {
  return Object.entries(tableOf(programs, layouts)).flatMap(([path, contents]) => {
    const own = references.filter((reference) => isOf(reference, path)).map(runtimeReference);
    return own.length === 0 ? [] : [{ ...contents, references: [...new Set(own)] }];
  });
}

/** The references among these that no image of the identity stack answers for. */
export function otherThanIdentity(
  references: readonly string[],
  programs: Programs,
  layouts: Layouts,
): readonly string[] {
  const paths = Object.keys(tableOf(programs, layouts));
  return references.filter((reference) => !paths.some((path) => isOf(reference, path)));
}

/** User, entry point and paths as the official image has them; its source stands beside each. */
function tableOf(programs: Programs, layouts: Layouts): Table {
  return {
    'openbao/openbao': { base: layouts.openbao },
    'keycloak/keycloak': { base: layouts.keycloak },
    'cloudnative-pg/postgresql': { base: layouts.postgresql },
    'distroless/nodejs24-debian13': { base: layouts.node },
    ...operators(programs, layouts),
    ...certificates(programs, layouts),
    ...tools(programs, layouts),
  };
}

function operators(programs: Programs, layouts: Layouts): Table {
  const barman = program(programs, 'barmanCloud', 'manager');
  // https://github.com/cloudnative-pg/plugin-barman-cloud/blob/v0.15.0/containers/Dockerfile.plugin
  const plugin: Contents = {
    base: layouts.static,
    files: { manager: barman },
    entrypoint: ['/manager'],
    user: '65532:65532',
    workingDirectory: '/',
  };
  // https://github.com/cloudnative-pg/plugin-barman-cloud/blob/v0.15.0/containers/Dockerfile.sidecar
  const sidecar: Contents = {
    base: layouts['barman-cloud'],
    files: { manager: barman },
    entrypoint: ['/manager'],
  };
  return {
    // https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/Dockerfile
    'cloudnative-pg/cloudnative-pg': {
      base: layouts.static,
      // It copies itself into the pods of databases and looks there for their processor.
      files: { [`operator/manager_${ARCHITECTURE}`]: program(programs, 'cloudNativePg', 'manager') },
      links: { manager: `operator/manager_${ARCHITECTURE}` },
      entrypoint: ['/manager'],
      user: '65532:65532',
      workingDirectory: '/',
    },
    'cloudnative-pg/plugin-barman-cloud': plugin,
    'cloudnative-pg/plugin-barman-cloud-testing': plugin,
    'cloudnative-pg/plugin-barman-cloud-sidecar': sidecar,
    'cloudnative-pg/plugin-barman-cloud-sidecar-testing': sidecar,
    // https://github.com/external-secrets/external-secrets/blob/v0.20.4/Dockerfile
    'external-secrets/external-secrets': {
      base: layouts.static,
      files: { 'usr/bin/external-secrets': program(programs, 'externalSecrets', 'external-secrets') },
      entrypoint: ['/bin/external-secrets'],
      user: '65534',
    },
  };
}

function certificates(programs: Programs, layouts: Layouts): Table {
  // https://github.com/cert-manager/cert-manager/blob/v1.11.5/hack/containers/Containerfile.controller
  const command = (name: 'controller' | 'webhook' | 'cainjector'): Contents => ({
    base: layouts.static,
    files: { [`app/cmd/${name}/${name}`]: program(programs, 'certManager', name) },
    entrypoint: [`/app/cmd/${name}/${name}`],
    user: '1000',
  });
  return {
    'jetstack/cert-manager-controller': command('controller'),
    'jetstack/cert-manager-webhook': command('webhook'),
    'jetstack/cert-manager-cainjector': command('cainjector'),
    // https://github.com/cert-manager/trust-manager/blob/v0.25.0/make/00_mod.mk, which names the base alone
    'jetstack/trust-manager': {
      base: layouts.static,
      files: { 'ko-app/trust-manager': program(programs, 'trustManager', 'trust-manager') },
      entrypoint: ['/ko-app/trust-manager'],
    },
  };
}

function tools(programs: Programs, layouts: Layouts): Table {
  return {
    // https://github.com/rclone/rclone/blob/v1.75.1/Dockerfile
    'rclone/rclone': {
      base: layouts.shell,
      files: { 'usr/local/bin/rclone': program(programs, 'rclone', 'rclone') },
      entrypoint: ['rclone'],
      // It names no user: a pod that must not run as root names one itself.
      user: '0',
      folders: ['data'],
      workingDirectory: '/data',
      env: { HOME: '/root', XDG_CONFIG_HOME: '/config' },
    },
    // https://github.com/oauth2-proxy/oauth2-proxy/blob/v7.15.4/Dockerfile
    'oauth2-proxy/oauth2-proxy': {
      base: layouts.static,
      files: { 'usr/bin/oauth2-proxy': program(programs, 'oauth2Proxy', 'oauth2-proxy') },
      entrypoint: ['/bin/oauth2-proxy'],
    },
  };
}

function isOf(reference: string, path: string): boolean {
  return repositoryOf(reference).endsWith(`/${path}`);
}
