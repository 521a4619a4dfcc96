import { connect } from '../control-plane/client';
import { discover, typeKey } from '../control-plane/resources';
import { apply, faultsOf, read } from './apply';
import { changesBetween } from './difference';
import { type DistObject, readDist } from './documents';
import { mutantOf } from './mutant';
import { KUBECONFIG_VARIABLE } from './plane';
import { podOf, tryPod } from './pods';
import { prove } from './proof';

const folder = process.env['DIST'] ?? 'dist';
const documents = readDist(folder);
const client = connect(process.env[KUBECONFIG_VARIABLE] ?? '');
let verdicts: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  verdicts = await prove(client, documents);
});

afterAll(() => client.close());

describe(`every object of ${folder} is admitted twice, without a warning and without a change`, () => {
  test.each(documents.map(({ title }) => title))('%s', (title) => {
    expect(verdicts.get(title)).toEqual([]);
  });
});

// Each control differs from a real object by one thing: the proof above would see that thing in any object.
describe('what must be refused is refused', () => {
  test.each(['Deployment', 'CronJob', 'ScaledObject'])(
    '%s: a copy of a real one is admitted',
    async (kind) => {
      expect(await judge(mutantOf(documents, kind))).toEqual([]);
    },
  );

  test('an unknown field', async () => {
    const mutant = mutantOf(documents, 'Deployment', (yaml) => yaml.setIn(['spec', 'notAField'], true));
    expect(await judge(mutant)).toEqual([expect.stringMatching(/refused.*notAField/)]);
  });

  test('an unknown field of a custom resource', async () => {
    const mutant = mutantOf(documents, 'ScaledObject', (yaml) => yaml.setIn(['spec', 'notAField'], true));
    expect(await judge(mutant)).toEqual([expect.stringMatching(/refused.*notAField/)]);
  });

  test('a field that stands twice', async () => {
    const mutant = mutantOf(documents, 'Deployment');
    const twice = { ...mutant, yaml: `${mutant.yaml}kind: Deployment\n` };
    expect(await judge(twice)).toEqual([expect.stringContaining('key "kind" already set')]);
  });

  test('a string that YAML 1.1 reads as a boolean', async () => {
    const mutant = mutantOf(documents, 'Deployment', (yaml) => yaml.setIn(['metadata', 'labels', 'a'], 'on'));
    expect(await judge(mutant)).toEqual([expect.stringMatching(/refused.*labels/)]);
  });

  test('a selector that does not match', async () => {
    const mutant = mutantOf(documents, 'Deployment', (yaml) =>
      yaml.setIn(['spec', 'selector', 'matchLabels'], { 'no-pod': 'has-this' }),
    );
    expect(await judge(mutant)).toEqual([expect.stringMatching(/refused.*`selector` does not match/)]);
  });

  test('a pod without seccomp, of which the workload itself only warns', async () => {
    const pod = ['spec', 'template', 'spec'];
    const mutant = mutantOf(documents, 'Deployment', (yaml) => {
      yaml.deleteIn([...pod, 'securityContext', 'seccompProfile']);
      yaml.deleteIn([...pod, 'containers', 0, 'securityContext', 'seccompProfile']);
    });
    const { namespace = '' } = mutant.object.metadata;
    expect(await judge(mutant)).toEqual([expect.stringMatching(/warning: would violate.*seccomp/)]);
    const answer = await tryPod(client, namespace, podOf(mutant.object) ?? {});
    expect(faultsOf('pod', answer)).toEqual([expect.stringMatching(/refused with 403: .*seccompProfile/)]);
  });

  test('a pod that asks for more than its namespace may have', async () => {
    const resources = { requests: { cpu: '10k', memory: '10Ti' }, limits: { cpu: '10k', memory: '10Ti' } };
    const mutant = mutantOf(documents, 'Deployment', (yaml) =>
      yaml.setIn(['spec', 'template', 'spec', 'containers', 0, 'resources'], resources),
    );
    const { namespace = '' } = mutant.object.metadata;
    const answer = await tryPod(client, namespace, podOf(mutant.object) ?? {});
    expect(faultsOf('pod', answer)).toEqual([expect.stringMatching(/refused with 403: .*(quota|maximum)/)]);
  });

  test('a second apply that changes something', async () => {
    const mutant = mutantOf(documents, 'ServiceAccount');
    const resource = await resourceOf(mutant);
    await apply(client, resource, mutant.object, mutant.yaml);
    const before = await read(client, resource, mutant.object);
    const relabelled = mutantOf(documents, 'ServiceAccount', (yaml) =>
      yaml.setIn(['metadata', 'labels', 'a'], 'b'),
    );
    const after = await apply(client, resource, mutant.object, relabelled.yaml);
    expect(changesBetween(before.body, after.body)).toEqual([
      expect.stringMatching(/metadata\.resourceVersion.*metadata\.labels.*metadata\.managedFields/),
    ]);
  });
});

async function resourceOf({ object }: DistObject) {
  const resource = (await discover(client, [object])).get(typeKey(object));
  if (resource === undefined) throw new Error(`${typeKey(object)} must be served`);
  return resource;
}

/** What the API server would say to the object, without taking it. */
async function judge(mutant: DistObject): Promise<string[]> {
  const answer = await apply(client, await resourceOf(mutant), mutant.object, mutant.yaml, { dryRun: true });
  return faultsOf('apply', answer);
}
