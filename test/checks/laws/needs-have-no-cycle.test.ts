import { needsHaveNoCycle } from '../../../checks/laws/needs-have-no-cycle';
import { application, IN_CLUSTER } from '../delivery';
import { judge } from '../judge';
import { clusterObject, deployment, labelsOf, NAMESPACE, object } from '../objects';
import { spoilt } from '../spoil';
import { authority, externalSecret, pushSecret, store } from '../vault-objects';

const VAULT = 'production-vault';

/** A vault whose pods read one Secret, and the Service of its active node. */
const vault = (secretName: string, spec: object = {}) => {
  const template = {
    metadata: { labels: labelsOf('openbao', VAULT) },
    spec: { containers: [], volumes: [{ name: 'secret', secret: { secretName } }] },
  };
  const selector = { ...labelsOf('openbao', VAULT), 'openbao-active': 'true' };
  return [
    object(
      'apps/v1',
      'StatefulSet',
      'openbao',
      { spec: { selector: { matchLabels: labelsOf('openbao', VAULT) }, template, ...spec } },
      VAULT,
    ),
    object('v1', 'Service', 'openbao-active', { spec: { selector } }, VAULT),
  ];
};
const certificate = (secretName: string, issuerRef: object, namespace = VAULT) =>
  object('cert-manager.io/v1', 'Certificate', secretName, { spec: { secretName, issuerRef } }, namespace);
const issuer = (secretName: string) =>
  clusterObject('cert-manager.io/v1', 'ClusterIssuer', 'internal-ca', { spec: { ca: { secretName } } });
const chart = (name: string, namespace: string, valuesObject: object = {}) =>
  application(name, 'none/none', {
    source: { repoURL: 'https://charts.example.com', chart: name, helm: { valuesObject } },
    destination: { server: IN_CLUSTER, namespace },
  });
const judged = (...objects: unknown[]) => judge(needsHaveNoCycle, objects);
const END = 'let a person or cert-manager make one of these Secrets';
const AT_VAULT = 'ExternalSecret/production-vault';

describe('needs-have-no-cycle', () => {
  test('who reads from a vault that needs nobody else passes', () => {
    const reader = deployment('iris', { volumes: [{ name: 'db', secret: { secretName: 'db' } }] });
    const issued = certificate('openbao-tls', { kind: 'ClusterIssuer', name: 'internal-ca' });
    const objects = [store(), externalSecret('db', 'a/b'), pushSecret('db', 'a/b'), reader];
    expect(judged(...vault('openbao-tls'), issued, issuer('root-ca'), ...authority(), ...objects)).toEqual(
      [],
    );
  });

  test('a vault that reads its own Secret fails, with the way round', () => {
    const objects = [store('vault', {}, {}, VAULT), externalSecret('openbao-seal', 'a/b', {}, VAULT)];
    expect(judged(...vault('openbao-seal'), ...objects)).toEqual([
      `${AT_VAULT}/openbao-seal: must not wait for itself, got ExternalSecret production-vault/openbao-seal → SecretStore production-vault/vault → StatefulSet production-vault/openbao → Secret production-vault/openbao-seal → ExternalSecret production-vault/openbao-seal; ${END}`,
    ]);
  });

  test('neither does what the vault needs: its issuer', () => {
    const objects = [
      certificate('openbao-tls', { kind: 'ClusterIssuer', name: 'internal-ca' }),
      issuer('root-ca'),
      store('vault', {}, {}, 'cert-manager'),
      externalSecret('root-ca', 'a/b', {}, 'cert-manager'),
    ];
    expect(judged(...vault('openbao-tls'), ...objects)).toEqual([
      expect.stringContaining(
        'got ExternalSecret cert-manager/root-ca → SecretStore cert-manager/vault → StatefulSet production-vault/openbao → Secret production-vault/openbao-tls → Certificate production-vault/openbao-tls → ClusterIssuer internal-ca → Secret cert-manager/root-ca → ExternalSecret cert-manager/root-ca',
      ),
    ]);
  });

  test('nor the driver of its volumes', () => {
    const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' } }] };
    const driver = chart('proxmox-csi-plugin', 'csi-proxmox', { existingConfigSecret: 'proxmox' });
    const objects = [
      store('vault', {}, {}, 'csi-proxmox'),
      externalSecret('proxmox', 'a/b', {}, 'csi-proxmox'),
    ];
    expect(judged(...vault('seal', claims), driver, ...objects)).toEqual([
      expect.stringContaining(
        'SecretStore csi-proxmox/vault → StatefulSet production-vault/openbao → Application argocd/proxmox-csi-plugin → Secret csi-proxmox/proxmox → ExternalSecret csi-proxmox/proxmox;',
      ),
    ]);
    expect(judged(...vault('seal'), driver, ...objects)).toEqual([]);
    const other = chart('proxmox-csi-plugin', 'csi-proxmox', { existingConfigSecret: 'other' });
    expect(judged(...vault('seal', claims), other, ...objects)).toEqual([]);
  });

  test('nor the operator that would read the Secret', () => {
    const operator = chart('external-secrets', 'external-secrets', { imagePullSecrets: [{ name: 'pull' }] });
    const pull = externalSecret('pull', 'a/b', {}, 'external-secrets');
    expect(judged(operator, store('vault', {}, {}, 'external-secrets'), pull)).toEqual([
      expect.stringContaining('Application argocd/external-secrets → Secret external-secrets/pull'),
    ]);
  });

  test('nor the authority by which stores know the vault', () => {
    const objects = [
      ...authority(),
      store('vault', {}, {}, NAMESPACE),
      store('vault', {}, {}, 'cert-manager'),
      externalSecret('root-ca', 'a/b', {}, 'cert-manager'),
      externalSecret('db', 'c/d'),
    ];
    const labelled = authority('cert-manager')[1];
    expect(judged(...objects, labelled)).toEqual([
      expect.stringContaining(
        'SecretStore cert-manager/vault → Bundle internal-ca → Secret cert-manager/root-ca → ExternalSecret',
      ),
    ]);
    expect(judged(...objects)).toEqual([]);
  });

  test('a value that is generated for the vault waits for the vault', () => {
    const seal = [
      store('vault', {}, {}, VAULT),
      externalSecret('openbao-seal', 'a/seal', {}, VAULT),
      store('vault-generator'),
      pushSecret('seal', 'a/seal'),
    ];
    expect(judged(...vault('openbao-seal'), ...seal)).toHaveLength(2);
  });

  test('junk in any field is no reason to throw', () => {
    const objects = [
      ...vault('openbao-tls', { volumeClaimTemplates: [{}] }),
      certificate('openbao-tls', { kind: 'ClusterIssuer', name: 'internal-ca' }),
      issuer('root-ca'),
      ...authority(),
      store(),
      externalSecret('db', 'a/b'),
      chart('cert-manager', 'cert-manager', { pull: 'db' }),
    ];
    for (const worse of spoilt(objects)) expect(() => judged(...worse)).not.toThrow();
  });
});
