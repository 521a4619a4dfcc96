import { imagesArePinned } from '../../../checks/laws/images-are-pinned';
import { judge } from '../judge';
import { container, deployment, IMAGE } from '../objects';
import { spoilt } from '../spoil';

const running = (image: unknown, podSpec: object = {}) =>
  deployment('iris', { containers: [container({ image })], ...podSpec });
const mounting = (reference: unknown) =>
  deployment('iris', { volumes: [{ name: 'model', image: { reference } }] });

describe('images-are-pinned', () => {
  test.each([IMAGE, `registry.example.org:5000/${IMAGE}`, IMAGE.replace('@', ':1.2@')])(
    '%s passes',
    (image) => {
      expect(judge(imagesArePinned, [running(image)])).toEqual([]);
    },
  );

  test.each([
    ['models/iris:latest', 'models/iris'],
    ['registry.example.org:5000/models/iris', 'registry.example.org:5000/models/iris'],
    ['models/iris@sha256:abc', 'models/iris'],
  ])('%s fails', (image, repository) => {
    expect(judge(imagesArePinned, [running(image)])).toEqual([
      `Deployment/iris: \`image\` of container 'bento' must be pinned by digest, got '${image}'; use '${repository}@sha256:…'`,
    ]);
  });

  test('an init container, a missing image and an image that is mounted are judged as well', () => {
    const initContainers = [{ name: 'fetch', image: 'busybox' }];
    expect(judge(imagesArePinned, [running(IMAGE, { initContainers })])).toHaveLength(1);
    expect(judge(imagesArePinned, [running(undefined)])).toEqual([
      "Deployment/iris: `image` of container 'bento' must be pinned by digest, got nothing; use '<image>@sha256:…'",
    ]);
    expect(judge(imagesArePinned, [mounting(IMAGE)])).toEqual([]);
    expect(judge(imagesArePinned, [mounting('models/weights:2')])).toEqual([
      "Deployment/iris: `image.reference` of volume 'model' must be pinned by digest, got 'models/weights:2'; use 'models/weights@sha256:…'",
    ]);
  });

  test('anything at all can be judged', () => {
    for (const objects of spoilt([mounting(IMAGE)]))
      expect(judge(imagesArePinned, objects)).toBeInstanceOf(Array);
  });
});
