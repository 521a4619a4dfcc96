import { join } from 'node:path';
import { freePort } from './free-port';
import { type Program, startProgram } from './program';

/** Starts etcd with its data and its log in `folder`; it answers on loopback at `url`, without TLS. */
export async function startEtcd(binary: string, folder: string): Promise<{ program: Program; url: string }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const flags = [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // Data that nobody needs after the run need not survive a power cut.
    '--unsafe-no-fsync',
  ];
  return { program: startProgram(binary, flags, folder), url };
}
