import { repositoryOf, runtimeReference } from './references';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  [`registry.test/team/iris@${digest}`, `registry.test/team/iris@${digest}`, 'registry.test/team/iris'],
  [`registry.test:5000/iris:1.2@${digest}`, `registry.test:5000/iris@${digest}`, 'registry.test:5000/iris'],
  ['registry.test:5000/iris:1.2', 'registry.test:5000/iris:1.2', 'registry.test:5000/iris'],
  ['registry.test:5000/iris', 'registry.test:5000/iris', 'registry.test:5000/iris'],
])('%s', (reference, runtime, repository) => {
  expect(runtimeReference(reference)).toBe(runtime);
  expect(repositoryOf(reference)).toBe(repository);
});
