import { ApiObject, App, Chart } from 'cdk8s';
import { buildApplications, newChart } from '../../charts/build';
import { clusterApplications, environmentApplications } from '../../charts/catalogue';
import { render } from '../../synth/render';
import { clusterOf, development, production } from '../argocd/inventory';

const cluster = clusterOf(development, production);
const applications = buildApplications(cluster);
const { modelServing: _, batchJobs: __, ...bare } = production;

describe('the catalogue', () => {
  test.each([
    ['cluster', clusterApplications],
    ['environment', environmentApplications],
  ])('names every application of a %s once, so that each has a folder of its own', (_, list) => {
    const names = list.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(['applications', 'argocd', 'machines']).not.toContain(name);
  });

  test('an application exists where its key does', () => {
    expect(applications.map(({ tree, name }) => `${tree}/${name}`)).toEqual([
      'proxmox/namespaces',
      'proxmox/trust',
      'proxmox/gateway',
      'development/namespaces',
      'development/model-serving',
      'development/batch-jobs',
      'production/namespaces',
      'production/model-serving',
    ]);
    const none = buildApplications(clusterOf({ ...bare })).filter(({ tree }) => tree === 'production');
    expect(none.map(({ name }) => name)).toEqual(['namespaces']);
  });

  test('every namespace that is filled is made by an application that comes before', () => {
    const made = new Map(
      applications
        .filter(({ project }) => project === 'namespaces')
        .flatMap(({ wave, ...application }) =>
          render([application])
            .filter(({ object }) => object.kind === 'Namespace')
            .map(({ object }) => [object.metadata.name, wave] as const),
        ),
    );
    const filled = applications.filter(({ project }) => project === 'workloads');
    expect(filled.length).toBe(4);
    for (const { namespace = '', wave } of filled) expect(made.get(namespace)).toBeLessThan(wave);
  });

  test('the objects of an application stand in its namespace', () => {
    for (const { namespace, ...application } of applications.filter((one) => one.project === 'workloads')) {
      for (const { object } of render([application])) expect(object.metadata.namespace).toBe(namespace);
    }
  });

  test('only what the cluster shares stands outside of an environment', () => {
    for (const { tree, namespace = tree } of applications.filter((one) => one.tree !== 'proxmox')) {
      expect(namespace.startsWith(tree)).toBe(true);
    }
  });
});

describe('a chart', () => {
  test('says whose its objects are and leaves their names alone', () => {
    const chart = newChart(new App(), 'production', 'model-serving', 'production-model-serving');
    expect(chart.labels).toEqual({
      'app.kubernetes.io/part-of': 'production',
      'app.kubernetes.io/managed-by': 'data-frost',
    });
    expect(chart.namespace).toBe('production-model-serving');
    expect(new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }).name).toBe(
      'production-model-serving-map',
    );
  });

  test('has no namespace where none is given', () => {
    expect(newChart(new App(), 'proxmox', 'namespaces').namespace).toBeUndefined();
  });

  test('every object carries its labels', () => {
    for (const { chart, ...place } of applications) {
      expect(chart).toBeInstanceOf(Chart);
      for (const { object } of render([{ chart, ...place }])) {
        expect(object.metadata.labels).toMatchObject({
          'app.kubernetes.io/part-of': place.tree,
          'app.kubernetes.io/managed-by': 'data-frost',
        });
      }
    }
  });

  test('depends on no other, since cdk8s numbers the folders of those that do', () => {
    for (const { chart } of applications) expect(chart.node.dependencies).toEqual([]);
  });
});
