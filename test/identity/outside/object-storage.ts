import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ObjectStorage } from '../../../environments/object-storage-spec';
import { type Programs, program } from '../../cluster/build/programs';
import { addAddress } from '../../cluster/network/node-network';
import { assertRuns, startDaemon } from '../../cluster/session/daemon';
import type { Session } from '../../cluster/session/session';
import { until } from '../../cluster/session/until';

/** What an environment's object storage is reached by, for this run alone. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const NAME = 'object-storage';

/** Credentials that are good for nothing outside this run. */
export function newCredentials(): Credentials {
  return { accessKeyId: randomBytes(10).toString('hex'), secretAccessKey: randomBytes(20).toString('hex') };
}

/**
 * Starts an S3 interface beside the cluster, at the address that the environment's literal names; its bucket is a folder.
 * @see https://rclone.org/commands/rclone_serve_s3/
 */
export async function startObjectStorage(
  session: Session,
  programs: Programs,
  { endpoint, bucket }: Pick<ObjectStorage, 'endpoint' | 'bucket'>,
  { accessKeyId, secretAccessKey }: Credentials,
): Promise<void> {
  const { hostname, port } = new URL(endpoint);
  const folder = join(session.folder, NAME);
  const buckets = join(folder, 'buckets');
  mkdirSync(join(buckets, bucket), { recursive: true });
  await addAddress(hostname);
  startDaemon(folder, {
    name: NAME,
    program: program(programs, 'rclone', 'rclone'),
    args: ['serve', 's3', `--addr=${hostname}:${port}`, '--vfs-cache-mode=writes', buckets],
    // Beside the arguments, which every process may read.
    env: {
      // Read as a list of lists.
      RCLONE_AUTH_KEY: `"${accessKeyId},${secretAccessKey}"`,
      RCLONE_CONFIG: join(folder, 'rclone.conf'),
      RCLONE_CACHE_DIR: join(folder, 'cache'),
    },
  });
  await until(`the object storage listens at ${endpoint}`, () => {
    assertRuns(folder, NAME);
    return listens(hostname, Number(port));
  });
}

/** Folder with all that lies in the bucket. */
export function bucketFolder({ folder }: Session, bucket: string): string {
  return join(folder, NAME, 'buckets', bucket);
}

/** Paths of all that lies in the bucket. */
export function objectsIn(session: Session, bucket: string): readonly string[] {
  return readdirSync(bucketFolder(session, bucket), { recursive: true, encoding: 'utf8' }).sort();
}

function listens(host: string, port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve(true));
    socket.on('error', () => resolve(undefined)).on('connect', () => socket.destroy());
  });
}
