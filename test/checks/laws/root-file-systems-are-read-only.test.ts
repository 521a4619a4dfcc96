import { rootFileSystemsAreReadOnly } from '../../../checks/laws/root-file-systems-are-read-only';
import { judge } from '../judge';
import { container, deployment } from '../objects';
import { spoilt } from '../spoil';

const podWith = (securityContext: unknown, more: object = {}) =>
  deployment('iris', { containers: [container({ securityContext })], ...more });

describe('root-file-systems-are-read-only', () => {
  test('a read-only root passes, any other fails', () => {
    expect(judge(rootFileSystemsAreReadOnly, [podWith({ readOnlyRootFilesystem: true })])).toEqual([]);
    for (const [value, got] of [
      [false, 'false'],
      [undefined, 'nothing'],
    ] as const) {
      expect(judge(rootFileSystemsAreReadOnly, [podWith({ readOnlyRootFilesystem: value })])).toEqual([
        `Deployment/iris: \`securityContext.readOnlyRootFilesystem\` of container 'bento' must be true, got ${got}; mount an emptyDir where it writes`,
      ]);
    }
  });

  test('an init container is judged as well, Windows is not', () => {
    const initContainers = [{ name: 'fetch' }];
    const readOnly = { readOnlyRootFilesystem: true };
    expect(judge(rootFileSystemsAreReadOnly, [podWith(readOnly, { initContainers })])).toHaveLength(1);
    expect(judge(rootFileSystemsAreReadOnly, [podWith({}, { os: { name: 'windows' } })])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([podWith({ readOnlyRootFilesystem: true })])) {
      expect(judge(rootFileSystemsAreReadOnly, objects)).toBeInstanceOf(Array);
    }
  });
});
