import { vaultCertificatesCoverTheirNodes } from '../../../checks/laws/vault-certificates-cover-their-nodes';
import { judge } from '../judge';
import { NAMESPACE, object } from '../objects';
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

  test('anything at all can be judged', () => {
    for (const objects of spoilt([file, vault(file), certificate(host('*'))]))
      expect(judge(vaultCertificatesCoverTheirNodes, objects)).toBeInstanceOf(Array);
  });
});
