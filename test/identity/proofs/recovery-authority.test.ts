import { X509Certificate } from 'node:crypto';
import { mapping, mappings, text } from '../../../checks/readers/read';
import {
  authoritySecret,
  INTERNAL_ISSUER,
  type InternalCaProps,
} from '../../../constructs/internal-ca/props';
import { awaitApplications, awaitHealthy, isSettled, refresh } from '../../cluster/argo-cd/applications';
import { get } from '../../cluster/get';
import { distApplications } from '../../cluster/proofs/tree';
import { measured, secondsSince } from '../../cluster/report/measurements';
import { until } from '../../cluster/session/until';
import { reconcilerIn } from '../access/changes';
import { privateGateway, publicGateway } from '../access/gateway';
import { runNow } from '../access/jobs';
import { PUBLIC_HOST } from '../access/keycloak';
import { merge, mergedLiterals } from '../access/merge';
import { startStream, streamText } from '../access/stream';
import { authorities, clusterUnderTest, environment, literal, namespaces, secretValue } from '../ground';
import { recoveringInventory } from '../inventory';
import { runBlocks, sectionBlocks } from '../outside/page';

const cluster = clusterUnderTest();
const names = distApplications.map(({ name }) => name);
const realm = environment.keycloak?.realm.name ?? '';
const vaultHost = environment.vault?.hostname ?? '';
const issuer = { host: PUBLIC_HOST, path: `/realms/${realm}/.well-known/openid-configuration` };
const vault = { host: vaultHost, path: '/v1/sys/health' };

/** Ends of the streams that were started last. */
let ends: Awaited<ReturnType<typeof streams>> = [];

// Those of a proof that has failed would ask for ever.
afterEach(() => Promise.all(ends.map((end) => end())));

test('another authority takes over, and everything answers throughout', async () => {
  const { internalCa } = await mergedLiterals(cluster);
  const old = internalCa.signing;
  const own = String(Number(old) + 1);
  const variables = { AUTHORITY: own };

  // Both listeners are asked by who trusts the first authority alone until the bundle has the second.
  ends = await streams();
  await mergeAuthorities({ authorities: [old, own], signing: old });
  const start = Date.now();
  expect(await runBlocks(cluster, sectionBlocks('Rotated CA', 1), variables)).toBe('2\n');
  await runBlocks(cluster, sectionBlocks('Rotated CA', 2), variables);
  await ended('while both are made known');

  ends = await streams();
  await mergeAuthorities({ authorities: [old, own], signing: own });
  const signed = Date.now();
  await runBlocks(cluster, sectionBlocks('Rotated CA', 3), variables);
  measured('certificates are renewed', secondsSince(signed));
  await runBlocks(cluster, sectionBlocks('Rotated CA', 4), variables);
  measured('every node of the vault shows its new one', secondsSince(signed));
  await ended('while the new one begins to sign');

  ends = await streams();
  await mergeAuthorities({ authorities: [own], signing: own });
  await until(
    'the bundle has one certificate',
    async () => (await authorities(cluster)).split('BEGIN').length === 2 || undefined,
  );
  await ended('while the old one is taken out');
  measured('the whole change', secondsSince(start));

  expect(await issuersNow()).toEqual([authoritySecret(own)]);
  ends = await streams();
  await secretsAreRead();
  await vaultKnowsItsIssuer();
  await ended('by who trusts the new one alone');
});

/** Asks the issuer and the vault at the gateway until told to end, trusting what the bundle has now. */
async function streams(): Promise<readonly ReturnType<typeof startStream>[]> {
  return [
    startStream(await publicGateway(cluster), issuer),
    startStream(await privateGateway(cluster), vault),
  ];
}

async function ended(when: string): Promise<void> {
  const [ofIssuer, ofVault] = await Promise.all(ends.map((end) => end()));
  for (const [who, stream] of [
    ['issuer', ofIssuer],
    ['vault', ofVault],
  ] as const) {
    if (stream !== undefined) measured(`${who} ${when}`, streamText(stream));
    expect(stream?.failed).toBe(0);
  }
}

async function mergeAuthorities(internalCa: InternalCaProps): Promise<void> {
  const hash = await merge(
    cluster,
    recoveringInventory({ ...(await mergedLiterals(cluster)), internalCa }),
    `signed by ${internalCa.signing}`,
  );
  const application = `${literal.name}-trust`;
  await refresh(cluster.client, application);
  await awaitApplications(
    cluster.client,
    [application],
    `is Synced and Healthy at ${hash}`,
    (state) => state.revision === hash && isSettled(state) && state.health === 'Healthy',
  );
}

/** Who signed the certificates that are asked of the internal authority, each once. */
async function issuersNow(): Promise<readonly string[]> {
  const list = await get(cluster, '/apis/cert-manager.io/v1/certificates');
  const own = mappings(list, 'items').filter(
    (found) => text(found, 'spec.issuerRef.name') === INTERNAL_ISSUER,
  );
  expect(own.length).toBeGreaterThan(1);
  const issuers = await Promise.all(
    own.map(async (found) => {
      const { namespace } = mapping(found, 'metadata');
      const pem = await secretValue(
        cluster,
        String(namespace),
        text(found, 'spec.secretName') ?? '',
        'tls.crt',
      );
      return /CN=(.*)/.exec(new X509Certificate(pem).issuer)?.[1] ?? '';
    }),
  );
  return [...new Set(issuers)];
}

/** Has all secrets read again from the vaults. */
async function secretsAreRead(): Promise<void> {
  const since = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  await runBlocks(cluster, sectionBlocks('Rotated CA', 5), {});
  await until(
    'every secret was read again',
    async () => {
      const list = await get(cluster, '/apis/external-secrets.io/v1/externalsecrets');
      const late = mappings(list, 'items').filter((found) => {
        const ready = mappings(found, 'status.conditions').some(
          (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
        );
        return !ready || Date.parse(text(found, 'status.refreshTime') ?? '') < Date.parse(since);
      });
      return late.length === 0 || late.map((found) => text(found, 'metadata.name')).join(', ');
    },
    { every: 1000 },
  );
  await awaitHealthy(cluster.client, names);
}

/** A vault that is told of another bundle asks its issuer before it takes it. */
async function vaultKnowsItsIssuer(): Promise<void> {
  const { type, log } = await runNow(
    cluster,
    namespaces.vault,
    await reconcilerIn(cluster, namespaces.vault),
  );
  expect([type, log]).toEqual(['Complete', expect.stringContaining('plan: ')]);
}
