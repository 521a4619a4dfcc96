import { storageClassesExist } from '../../../checks/laws/storage-classes-exist';
import { judge } from '../judge';
import { clusterObject, deployment, object } from '../objects';
import { spoilt } from '../spoil';

const surroundings = { storageClasses: ['ssd'] };
const claim = (storageClassName?: string) => ({ metadata: { name: 'data' }, spec: { storageClassName } });
const ofItsOwn = (name?: string) => ({
  ...object('v1', 'PersistentVolumeClaim', 'features'),
  ...{ spec: claim(name).spec },
});
const statefulSet = (name?: string) =>
  object('apps/v1', 'StatefulSet', 'store', { spec: { volumeClaimTemplates: [claim(name)], template: {} } });
const ephemeral = (name?: string) =>
  deployment('iris', { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: claim(name) } }] });

describe('storage-classes-exist', () => {
  test.each([
    ['PersistentVolumeClaim/features: `storageClassName`', ofItsOwn],
    ["StatefulSet/store: `storageClassName` of claim template 'data'", statefulSet],
    ["Deployment/iris: `storageClassName` of volume 'scratch'", ephemeral],
  ])('%s is one of the cluster', (place, render) => {
    expect(judge(storageClassesExist, [render('hdd')], surroundings)).toEqual([
      `${place} must name a StorageClass of the cluster, got 'hdd'; use one of ["ssd"]`,
    ]);
    expect(judge(storageClassesExist, [render('ssd')], surroundings)).toEqual([]);
    expect(judge(storageClassesExist, [render()], surroundings)).toEqual([]);
  });

  test('a StorageClass that is rendered counts', () => {
    const rendered = clusterObject('storage.k8s.io/v1', 'StorageClass', 'hdd');
    expect(judge(storageClassesExist, [ofItsOwn('hdd'), rendered])).toEqual([]);
  });

  test('foreign YAML with fields of other types is judged all the same', () => {
    for (const worse of spoilt([ofItsOwn('ssd'), statefulSet('ssd'), ephemeral('ssd')])) {
      expect(() => judge(storageClassesExist, worse)).not.toThrow();
    }
  });
});
