import { readDist } from '../../admission/documents';
import { PARTS } from '../build/parts';
import type { Programs } from '../build/programs';
import { inventorySubject } from '../inventory-subject';
import { imagesIn, knownOf, standIns } from './stand-ins';

const folders = Object.fromEntries(Object.keys(PARTS).map((part) => [part, `/${part}`]));
const programs = { folders } as Programs;
const digest = `sha256:${'a'.repeat(64)}`;
const object = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, spec });

test('images stand in pods, templates, jobs and init containers, each named once', () => {
  const pod = (image: string) => ({ initContainers: [{ image: `init-${image}` }], containers: [{ image }] });
  const objects = [
    object('Pod', pod('pod')),
    object('Deployment', { template: { spec: pod('deployment') } }),
    object('CronJob', { jobTemplate: { spec: { template: { spec: pod('job') } } } }),
    object('Pod', pod('pod')),
    object('Other', { image: 'not a container' }),
  ];
  expect(imagesIn(objects)).toEqual(['deployment', 'init-deployment', 'init-job', 'init-pod', 'job', 'pod']);
});

test('a stand-in has the names of its repository in every registry, without tags', () => {
  const references = [`one.test/data-frost/iris@${digest}`, `two.test/data-frost/iris:1@${digest}`];
  const iris = standIns(references, programs).find((image) => image.references.length > 0);
  expect(iris?.references).toEqual([
    `one.test/data-frost/iris@${digest}`,
    `two.test/data-frost/iris@${digest}`,
  ]);
  expect(iris?.files).toEqual({ 'stand-in': '/standIn/stand-in' });
});

test('an image that runs commands has a link for each', () => {
  const batch = standIns([`one.test/data-frost/iris-batch@${digest}`], programs).find(
    (image) => image.references.length > 0,
  );
  expect(batch?.links).toEqual({ 'usr/bin/python3': '/stand-in' });
});

test('an image that the table does not know is refused', () => {
  expect(() => standIns(['one.test/other/iris@x'], programs)).toThrow(
    'images/stand-in/answers.json must have a row for one.test/other/iris@x',
  );
});

test('of the images of another tree those are known that the table has a row for', () => {
  const [iris, other] = [`one.test/data-frost/iris@${digest}`, 'one.test/other/iris@x'];
  expect(knownOf([iris, other])).toEqual([iris]);
});

test('the table knows every image of the tree under test', () => {
  const images = imagesIn(readDist(inventorySubject.tree().dist).map((document) => document.object));
  expect(images.length).toBeGreaterThan(0);
  expect(standIns(images, programs).flatMap(({ references }) => references)).toHaveLength(images.length);
});
