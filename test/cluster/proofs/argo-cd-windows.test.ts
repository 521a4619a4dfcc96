import { mapping, mappings, strings, text } from '../../../checks/readers/read';
import { APPLICATIONS_PATH, isSettled, refresh, stateOf, syncByHand } from '../argo-cd/applications';
import { activeDenials } from '../argo-cd/windows';
import { clusterUnderTest } from '../ground';
import { until } from '../session/until';
import { awaitCommit, changeDist, editObject, restoreDist } from './change';
import { live, patchByHand } from './live-object';
import { cheapObjectOf, touch, touchOf } from './touch';
import { distApplications, distProjects } from './tree';

const cluster = clusterUnderTest();
const keepWindows = { keepWindows: true };
const LABEL = 'app.kubernetes.io/managed-by';

/** Projects with sync windows, each with one of the Applications that the windows are for. */
const frozen = distProjects
  .filter(({ object }) => mappings(object, 'spec.syncWindows').length > 0)
  .flatMap((project) =>
    distApplications
      .filter((application) => application.project === project.name)
      .slice(0, 1)
      .map((application) => ({ project, application })),
  );

afterEach(() => restoreDist(cluster));

test('some project has a sync window', () => expect(frozen).not.toEqual([]));

describe.each(frozen.map((found) => [found.project.name, found] as const))(
  'of project %s',
  (_, { project, application }) => {
    test('the windows of dist/ do now what their schedule says', async () => {
      const isClosed = activeDenials(project.object, Date.now()).length > 0;
      const hash = await commitTouch('now');
      if (isClosed) await isHeld(hash);
      else await awaitCommit(cluster, hash);
      expect(await touchOf(cluster, application)).toBe(isClosed ? '' : 'now');
    });

    test('an active window holds commits and self-heal back, and a person syncs in it', async () => {
      await replaceWindows({ schedule: '* * * * *', duration: '1h', timeZone: 'UTC' });
      const hash = await commitTouch('held');
      await patchByHand(cluster, object(), { metadata: { labels: { [LABEL]: 'somebody' } } });
      await isHeld(hash);
      expect([await touchOf(cluster, application), await labelOf()]).toEqual(['', 'somebody']);
      await syncByHand(cluster.client, application.name);
      await awaitCommit(cluster, hash);
      expect([await touchOf(cluster, application), await labelOf()]).toEqual(['held', rendered()]);
    });

    test('what an active window held back is synced once it has passed', async () => {
      await replaceWindows({ schedule: '* * * * *', duration: '1h', timeZone: 'UTC' });
      const hash = await commitTouch('passed');
      await isHeld(hash);
      const elsewhere = `0 ${(new Date().getUTCHours() + 12) % 24} * * *`;
      await replaceWindows({ schedule: elsewhere, duration: '1h', timeZone: 'UTC' });
      await until('the held commit is synced', async () => {
        const state = stateOf(await read());
        return (isSettled(state) && (await touchOf(cluster, application)) === 'passed') || state.sync;
      });
    });

    const { object: rendering } = cheapObjectOf(application);
    const object = () => rendering;
    const rendered = (): string => strings(rendering, 'metadata.labels')[LABEL] ?? '';

    async function labelOf(): Promise<string | undefined> {
      return strings(await live(cluster, rendering), 'metadata.labels')[LABEL];
    }

    function commitTouch(value: string): Promise<string> {
      return changeDist(cluster, value, (dist) => touch(dist, application, value), keepWindows);
    }

    /** Only the time differs from the windows of `dist/`: what they are for, and what they allow, is under test. */
    async function replaceWindows(time: object): Promise<void> {
      const change = (dist: string): void =>
        editObject(dist, project.file, (found) => {
          const spec = mapping(found, 'spec');
          const syncWindows = mappings(spec, 'syncWindows').map((window) => ({ ...window, ...time }));
          found['spec'] = { ...spec, syncWindows };
        });
      await awaitCommit(cluster, await changeDist(cluster, 'other windows', change, keepWindows));
    }

    /** Waits until Argo CD has seen the commit, and looked again twice, and has begun no sync. */
    async function isHeld(hash: string): Promise<void> {
      await until(`${application.name} is compared with ${hash}`, async () => {
        const { sync, revision } = stateOf(await read());
        return (revision === hash && sync === 'OutOfSync') || `${sync} at ${revision}`;
      });
      const begun = text(await read(), 'status.operationState.startedAt');
      for (const _ of ['once', 'twice']) await looksAgain();
      const found = await read();
      expect(stateOf(found).sync).toBe('OutOfSync');
      expect(text(found, 'status.operationState.startedAt')).toBe(begun);
    }

    async function looksAgain(): Promise<void> {
      const before = text(await read(), 'status.reconciledAt');
      await until(
        `Argo CD looks at ${application.name} again`,
        async () => {
          const found = text(await read(), 'status.reconciledAt');
          if (found === before) await refresh(cluster.client, application.name);
          return found !== before || found;
        },
        { every: 500 },
      );
    }

    async function read(): Promise<unknown> {
      return (await cluster.client.send({ path: `${APPLICATIONS_PATH}/${application.name}` })).body;
    }
  },
);
