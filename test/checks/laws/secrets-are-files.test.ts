import { secretsAreFiles } from '../../../checks/laws/secrets-are-files';
import { judge } from '../judge';
import { container, deployment } from '../objects';
import { spoilt } from '../spoil';

const iris = (fields: object) => deployment('iris', { containers: [container({ ...fields })] });
const variable = (source: object) => iris({ env: [{ name: 'TOKEN', valueFrom: source }] });

describe('secrets-are-files', () => {
  test('a variable may come from anything but a Secret', () => {
    expect(judge(secretsAreFiles, [variable({ configMapKeyRef: { name: 'iris', key: 'token' } })])).toEqual(
      [],
    );
    expect(judge(secretsAreFiles, [variable({ secretKeyRef: { name: 'iris', key: 'token' } })])).toEqual([
      "Deployment/iris: `env` 'TOKEN' of container 'bento' must not come from a Secret, got `secretKeyRef`; mount the Secret as a file",
    ]);
  });

  test('all variables at once may come from anything but a Secret', () => {
    expect(judge(secretsAreFiles, [iris({ envFrom: [{ configMapRef: { name: 'iris' } }] })])).toEqual([]);
    expect(judge(secretsAreFiles, [iris({ envFrom: [{ secretRef: { name: 'iris' } }] })])).toEqual([
      "Deployment/iris: `envFrom` of container 'bento' must not read a Secret, got 'iris'; mount the Secret as files",
    ]);
  });

  test('a Secret that is mounted passes', () => {
    const volumes = [{ name: 'token', secret: { secretName: 'iris' } }];
    expect(judge(secretsAreFiles, [deployment('iris', { volumes })])).toEqual([]);
  });

  test('anything at all can be judged', () => {
    const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'iris', key: 'token' } } }];
    for (const objects of spoilt([iris({ env, envFrom: [{ secretRef: { name: 'iris' } }] })])) {
      expect(judge(secretsAreFiles, objects)).toBeInstanceOf(Array);
    }
  });
});
