import { vaultCertificatesCoverTheirNodes } from '../../../checks/laws/vault-certificates-cover-their-nodes';
import { judge } from '../judge';
import { labelsOf, NAMESPACE, object, service } from '../objects';
import { spoilt } from '../spoil';
import { configMap, configuration, vault } from '../vault-nodes';

const file = configMap(configuration(3));
const certificate = (...dnsNames: string[]) =>
  object('cert-manager.io/v1', 'Certificate', 'openbao', { spec: { secretName: 'openbao-tls', dnsNames } });
const faults = (...names: string[]) =>
  judge(vaultCertificatesCoverTheirNodes, [file, vault(file), certificate(...names)]);
const host = (node: string) => `${node}.openbao-internal.${NAMESPACE}.svc`;

describe('vault-certificates-cover-their-nodes', () => {
  test('a wildcard over the nodes passes, and so does each by name', () => {
    expect(faults(host('*'))).toEqual([]);
    expect(faults(...['openbao-0', 'openbao-1', 'openbao-2'].map(host))).toEqual([]);
  });

  test('a node without a name fails, and a wildcard stands for one label alone', () => {
    expect(faults(host('openbao-0'), host('openbao-1'))).toEqual([
      `Certificate/openbao: \`dnsNames\` must cover each node of the vault, got none for ${host('openbao-2')}; add '${host('*')}'`,
    ]);
    expect(faults(`*.${NAMESPACE}.svc`)).toHaveLength(1);
  });

  test('a certificate of somebody else is not meant', () => {
    const other = object('cert-manager.io/v1', 'Certificate', 'other', {
      spec: { secretName: 'other-tls', dnsNames: ['other'] },
    });
    expect(judge(vaultCertificatesCoverTheirNodes, [file, vault(file), other])).toEqual([]);
  });

  test('a probe by HTTP fails where the listener speaks TLS', () => {
    const readinessProbe = { httpGet: { path: '/v1/sys/health' } };
    const plain = vault(file, { server: { readinessProbe } });
    expect(judge(vaultCertificatesCoverTheirNodes, [file, plain])).toEqual([
      "StatefulSet/openbao: `readinessProbe` of container 'openbao' must ask by HTTPS, which is all that the listener speaks, got nothing",
    ]);
    const open = configMap(configuration(3).replace('tls_cert_file', 'tls_disable'));
    expect(
      judge(vaultCertificatesCoverTheirNodes, [open, vault(open, { server: { readinessProbe } })]),
    ).toEqual([]);
  });

  test.each(['BAO_API_ADDR', 'BAO_CLUSTER_ADDR', 'VAULT_API_ADDR'])('%s in the clear fails', (name) => {
    const told = (value: string) =>
      judge(vaultCertificatesCoverTheirNodes, [file, vault(file, { server: { env: [{ name, value }] } })]);
    expect(told('https://$(HOSTNAME):8200')).toEqual([]);
    expect(told('http://$(HOSTNAME):8200')).toEqual([
      `StatefulSet/openbao: \`${name}\` of container 'openbao' must be an HTTPS URL, which is all that the listener speaks, got 'http://$(HOSTNAME):8200'`,
    ]);
  });

  test('a monitor that asks in the clear fails', () => {
    const monitored = (endpoint: object, selector: object = labelsOf('openbao')) =>
      judge(vaultCertificatesCoverTheirNodes, [
        file,
        vault(file),
        service('openbao'),
        object('monitoring.coreos.com/v1', 'ServiceMonitor', 'openbao', {
          spec: { endpoints: [endpoint], selector: { matchLabels: selector } },
        }),
      ]);
    expect(monitored({ port: 'https', scheme: 'https' })).toEqual([]);
    expect(monitored({ port: 'https', scheme: 'HTTPS' })).toEqual([]);
    expect(monitored({ port: 'https' })).toEqual([
      'ServiceMonitor/openbao: `endpoints[0].scheme` must be https, which is all that the listener speaks, got nothing',
    ]);
    expect(monitored({ port: 'http' }, labelsOf('iris'))).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([file, vault(file), certificate(host('*'))]))
      expect(judge(vaultCertificatesCoverTheirNodes, objects)).toBeInstanceOf(Array);
  });
});
