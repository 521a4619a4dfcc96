import { claimsOutliveTheirApplication } from '../../../checks/laws/claims-outlive-their-application';
import { judge } from '../judge';
import { deployment, NAMESPACE } from '../objects';
import { spoilt } from '../spoil';

const metadata = (options?: string) => ({
  name: 'data',
  namespace: NAMESPACE,
  annotations: { 'argocd.argoproj.io/sync-options': options },
});
const claim = (options?: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: metadata(options),
});
const statefulSet = (options: string, fields: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'store', namespace: NAMESPACE },
  spec: { volumeClaimTemplates: [{ metadata: metadata(options) }], ...fields },
});
const BOTH = 'Prune=false,Delete=false';

describe('claims-outlive-their-application', () => {
  test('a claim is neither pruned nor deleted', () => {
    expect(judge(claimsOutliveTheirApplication, [claim('Prune=false')])).toEqual([
      "PersistentVolumeClaim/data: annotation `argocd.argoproj.io/sync-options` must hold Prune=false and Delete=false, got 'Prune=false'; write 'Prune=false,Delete=false'",
    ]);
    expect(judge(claimsOutliveTheirApplication, [claim()])).toHaveLength(1);
    expect(judge(claimsOutliveTheirApplication, [claim(BOTH)])).toEqual([]);
    expect(judge(claimsOutliveTheirApplication, [claim('Delete=false, Prune=false')])).toEqual([]);
  });

  test('nor are those of a StatefulSet', () => {
    expect(judge(claimsOutliveTheirApplication, [statefulSet('Delete=false')])).toEqual([
      "StatefulSet/store: annotation `argocd.argoproj.io/sync-options` of claim template 'data' must hold Prune=false and Delete=false, got 'Delete=false'; write 'Prune=false,Delete=false'",
    ]);
    expect(judge(claimsOutliveTheirApplication, [statefulSet(BOTH)])).toEqual([]);
  });

  test('a StatefulSet keeps them', () => {
    const policy = (persistentVolumeClaimRetentionPolicy: object) =>
      judge(claimsOutliveTheirApplication, [statefulSet(BOTH, { persistentVolumeClaimRetentionPolicy })]);
    expect(policy({ whenDeleted: 'Retain', whenScaled: 'Delete' })).toEqual([
      "StatefulSet/store: `persistentVolumeClaimRetentionPolicy.whenScaled` must not be 'Delete', which removes the data with the pods; use 'Retain'",
    ]);
    expect(policy({ whenDeleted: 'Delete' })).toHaveLength(1);
    expect(policy({ whenDeleted: 'Retain', whenScaled: 'Retain' })).toEqual([]);
  });

  test('an ephemeral volume may go with its pod', () => {
    const volumes = [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: {} } } }];
    expect(judge(claimsOutliveTheirApplication, [deployment('iris', { volumes })])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    const objects = [
      claim(BOTH),
      statefulSet(BOTH, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'x' } }),
    ];
    for (const worse of spoilt(objects)) {
      expect(() => judge(claimsOutliveTheirApplication, worse)).not.toThrow();
    }
  });
});
