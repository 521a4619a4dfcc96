import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, type Programs, program } from '../build/programs';
import { PAUSE_IMAGE } from '../images/references';
import type { Daemon } from '../session/daemon';
import type { WorkerPlan } from './plan';

/** Where a worker's containerd listens. */
export function socketOf(folder: string): string {
  return join(folder, 'containerd.sock');
}

export function containerd(folder: string, programs: Programs): Daemon {
  return {
    name: 'containerd',
    program: program(programs, 'containerd', 'containerd'),
    args: ['--config', join(folder, 'containerd.toml')],
    // It looks for its shim there.
    env: { PATH: `${folderOf(programs, 'containerd')}:${process.env['PATH']}` },
  };
}

/** Writes the configuration of containerd, of its registries and of the pods' network. */
export function writeContainerdConfiguration(
  folder: string,
  { podCidr }: WorkerPlan,
  programs: Programs,
): void {
  const registries = join(folder, 'registries');
  const network = join(folder, 'cni');
  mkdirSync(join(registries, '_default'), { recursive: true });
  mkdirSync(network, { recursive: true });
  // No registry can be reached: refused at once, instead of after a minute of waiting for names.
  writeFileSync(join(registries, '_default', 'hosts.toml'), 'server = "http://127.0.0.1:1"\n');
  writeFileSync(
    join(network, '10-pods.conflist'),
    JSON.stringify(podNetwork(podCidr, join(folder, 'addresses'))),
  );
  writeFileSync(join(folder, 'containerd.toml'), configurationOf(folder, registries, network, programs));
}

/** https://github.com/containerd/containerd/blob/v2.3.7/docs/cri/config.md */
function configurationOf(folder: string, registries: string, network: string, programs: Programs): string {
  const runtime = ['cri.v1.runtime', 'containerd', 'runtimes', 'runc'];
  const options = { BinaryName: program(programs, 'runc', 'runc'), SystemdCgroup: false };
  return [
    'version = 3',
    `root = ${quoted(join(folder, 'containerd'))}`,
    table('grpc', { address: socketOf(folder) }),
    plugin(['cri.v1.images', 'pinned_images'], { sandbox: PAUSE_IMAGE }),
    plugin(['cri.v1.images', 'registry'], { config_path: registries }),
    plugin(['cri.v1.runtime'], { restrict_oom_score_adj: true, disable_apparmor: true }),
    plugin(['cri.v1.runtime', 'cni'], { bin_dirs: [folderOf(programs, 'cni')], conf_dir: network }),
    plugin(runtime, { runtime_type: 'io.containerd.runc.v2' }),
    plugin([...runtime, 'options'], options),
  ].join('\n');
}

/** Each pod on a cable of its own to its worker, which routes; no address is translated. */
function podNetwork(subnet: string, dataDir: string): object {
  const ipam = { type: 'host-local', ranges: [[{ subnet }]], routes: [{ dst: '0.0.0.0/0' }], dataDir };
  return { cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'ptp', ipMasq: false, ipam }] };
}

type Settings = Readonly<Record<string, string | boolean | readonly string[]>>;

function plugin([name = '', ...path]: readonly string[], settings: Settings): string {
  return table(['plugins', quoted(`io.containerd.${name}`), ...path].join('.'), settings);
}

function table(name: string, settings: Settings): string {
  return [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${quoted(value)}`)].join(
    '\n',
  );
}

/** JSON's strings, booleans and lists of strings are TOML's too. */
function quoted(value: Settings[string]): string {
  return JSON.stringify(value);
}
