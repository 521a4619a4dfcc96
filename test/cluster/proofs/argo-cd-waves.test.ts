import { applicationStates, awaitHealthy, describeState } from '../argo-cd/applications';
import { type Sighting, timelineOf } from '../argo-cd/timeline';
import { clusterUnderTest } from '../ground';
import { measured } from '../report/measurements';
import { distApplications, predecessorsOf } from './tree';

const cluster = clusterUnderTest();
const names = distApplications.map(({ name }) => name);

test('root.yaml alone brings every Application of dist/ to Synced and Healthy, and no other', async () => {
  await awaitHealthy(cluster.client, names);
  const found = await applicationStates(cluster.client);
  expect(found.filter(({ name }) => !names.includes(name)).map(describeState)).toEqual([]);
  const timeline = timelineOf(cluster.session);
  const wellAt = names.map(
    (name) => timeline.find((sighting) => sighting.name === name && isReady(sighting))?.at,
  );
  const seconds = (Math.max(...wellAt.map(Number)) - (timeline[0]?.at ?? 0)) / 1000;
  measured('root.yaml to everything Synced and Healthy', `${seconds.toFixed(1)} s`);
});

/** The watch keeps the order in which the API server stored them, so lines are compared, not times. */
test.each(distApplications.filter((application) => predecessorsOf(application).length > 0))(
  '$name is made only after all of the earlier waves were Synced and Healthy',
  (application) => {
    const timeline = timelineOf(cluster.session);
    const made = timeline.findIndex(({ name }) => name === application.name);
    expect(made).toBeGreaterThanOrEqual(0);
    const before = timeline.slice(0, made);
    const late = predecessorsOf(application).filter(
      ({ name }) => !before.some((sighting) => sighting.name === name && isReady(sighting)),
    );
    expect(late.map(({ name }) => lastWords(before, name))).toEqual([]);
  },
);

function isReady({ sync, health }: Sighting): boolean {
  return sync === 'Synced' && health === 'Healthy';
}

function lastWords(timeline: readonly Sighting[], name: string): string {
  const last = timeline.findLast((sighting) => sighting.name === name);
  return last === undefined ? `${name} was not there` : `${name} was ${last.sync}, ${last.health}`;
}
