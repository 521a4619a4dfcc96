import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { render } from '../../synth/render';

function object(scope: Construct, name: string, more: object = {}): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });
}

test('each chart gives its objects, those of its constructs too, in the order in which they were made', () => {
  const app = new App();
  const [one, two] = [new Chart(app, 'one'), new Chart(app, 'two')];
  object(two, 'c');
  object(one, 'b');
  object(new Construct(one, 'Inner'), 'a');
  const manifests = render([
    { tree: 'staging', application: 'first', chart: one },
    { tree: 'production', application: 'second', file: 'production/second/all.yaml', chart: two },
  ]);
  expect(manifests.map(({ object: { metadata }, ...place }) => ({ ...place, name: metadata.name }))).toEqual([
    { tree: 'staging', application: 'first', name: 'b' },
    { tree: 'staging', application: 'first', name: 'a' },
    { tree: 'production', application: 'second', file: 'production/second/all.yaml', name: 'c' },
  ]);
});

test('a chart within a chart is not rendered twice', () => {
  const outer = new Chart(new App(), 'outer');
  object(outer, 'a');
  const inner = new Chart(outer, 'inner');
  object(inner, 'b');
  const names = (chart: Chart) =>
    render([{ tree: 'staging', application: 'x', chart }]).map((manifest) => manifest.object.metadata.name);
  expect(names(outer)).toEqual(['a']);
  expect(names(inner)).toEqual(['b']);
});

test('objects are plain: labels of the chart are in, what is undefined is out', () => {
  const chart = new Chart(new App(), 'x', {
    namespace: 'here',
    labels: { team: 'a' },
    disableResourceNameHashes: true,
  });
  object(chart, 'a', { data: { kept: '1', dropped: undefined } });
  const [manifest] = render([{ tree: 'staging', application: 'x', chart }]);
  expect(manifest?.object).toStrictEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'here', labels: { team: 'a' } },
    data: { kept: '1' },
  });
});

test('every construct that finds itself invalid is told', () => {
  const chart = new Chart(new App(), 'x');
  for (const name of ['one', 'two']) {
    const construct = new Construct(chart, name);
    construct.node.addValidation({ validate: () => [`must not be ${name}`] });
  }
  expect(() => render([{ tree: 'staging', application: 'x', chart }])).toThrow(
    'x/one: must not be one\nx/two: must not be two',
  );
});
