import { containersOf } from '../pods';
import { at, isMapping, list, mappings } from '../read';
import { calledContainer, shown } from '../show';
import { type Bound, type Control, everyContainer, everywhere, unlessUserNamespace } from './control';

/** Profiles that keep the runtime's default confinement or one that the node's owner has written. */
export const CONFINED = oneOf(['RuntimeDefault', 'Localhost']);

const UNSET_OR_EMPTY: Bound = { allows: (value) => value === '', words: 'unset' };
const NOT_TRUE: Bound = { allows: (value) => value !== true, words: 'false' };

const CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const SYSCTLS: ReadonlySet<unknown> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

const hostNamespaces: Control = function* ({ spec }) {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field] === true) yield `\`${field}\` must be false, got true`;
  }
};

const hostPaths: Control = function* ({ spec }) {
  for (const volume of mappings(spec, 'volumes')) {
    if (at(volume, 'hostPath')) yield `volume ${shown(volume['name'])} must not be a \`hostPath\``;
  }
};

const hostPorts: Control = function* (pods) {
  for (const container of containersOf(pods)) {
    for (const { hostPort } of mappings(container, 'ports')) {
      if (hostPort)
        yield `\`hostPort\` of ${calledContainer(container)} must be unset, got ${shown(hostPort)}`;
    }
  }
};

const apparmorAnnotations: Control = function* ({ annotations }) {
  for (const [key, value] of Object.entries(annotations)) {
    if (key.startsWith(APPARMOR_ANNOTATION) && !/^($|runtime\/default$|localhost\/)/.test(value)) {
      yield `annotation \`${key}\` must be runtime/default or localhost/<profile>, got ${shown(value)}`;
    }
  }
};

const sysctls: Control = function* ({ spec }) {
  for (const { name } of mappings(spec, 'securityContext.sysctls')) {
    if (!SYSCTLS.has(name)) {
      yield `\`securityContext.sysctls\` must only name those that are safe for the node, got ${shown(name)}`;
    }
  }
};

/** Capabilities that every container may add, and no others. */
export function addedCapabilities(allowed: readonly string[]): Control {
  return function* (pods) {
    for (const container of containersOf(pods)) {
      const added = list(container, 'securityContext.capabilities.add');
      for (const capability of added.filter((one) => !allowed.some((name) => name === one))) {
        yield `\`securityContext.capabilities.add\` of ${calledContainer(container)} must only hold ${allowed.join(', ')}, got ${shown(capability)}`;
      }
    }
  };
}

const HANDLERS = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
];

/** A probe or a hook that names a host sends the kubelet anywhere. */
const handlerHosts: Control = function* (pods) {
  for (const container of containersOf(pods)) {
    for (const handler of HANDLERS) {
      const found = at(container, handler);
      if (!isMapping(found)) continue;
      for (const path of ['httpGet.host', 'tcpSocket.host']) {
        const host = at(found, path);
        if (host) {
          yield `\`${handler}.${path}\` of ${calledContainer(container)} must be unset, got ${shown(host)}`;
        }
      }
    }
  }
};

/** Proc mounts are masked. */
export const procMount = everyContainer('securityContext.procMount', oneOf(['Default']));

/** The controls of `baseline` that `restricted` takes over as they are. */
export const BASELINE_IN_RESTRICTED: readonly Control[] = [
  hostNamespaces,
  hostPorts,
  handlerHosts,
  everyContainer('securityContext.privileged', NOT_TRUE),
  apparmorAnnotations,
  everywhere('appArmorProfile.type', CONFINED),
  everywhere(
    'seLinuxOptions.type',
    oneOf(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']),
  ),
  everywhere('seLinuxOptions.user', UNSET_OR_EMPTY),
  everywhere('seLinuxOptions.role', UNSET_OR_EMPTY),
  sysctls,
  everywhere('windowsOptions.hostProcess', NOT_TRUE),
];

/** The whole profile `baseline`. */
export const BASELINE: readonly Control[] = [
  ...BASELINE_IN_RESTRICTED,
  hostPaths,
  addedCapabilities(CAPABILITIES),
  everywhere('seccompProfile.type', CONFINED),
  unlessUserNamespace(procMount),
];

function oneOf(values: readonly string[]): Bound {
  return {
    allows: (value) => values.some((one) => one === value),
    words: values.filter((value) => value !== '').join(' or '),
  };
}
