import { operatorSource } from '../../argocd/operators';
import { argoCd } from '../../environments/operators/argo-cd';
import { at } from '../constructs/rendered';
import { healthOf } from './lua';

const KEY = 'resource.customizations.health.argoproj.io_Application';
const script = String(at(operatorSource(argoCd()), ['helm', 'valuesObject', 'configs', 'cm', KEY]));

const folder = {
  repoURL: 'https://git.example.com/platform.git',
  path: 'dist/production/model-serving',
  targetRevision: 'main',
};
const chart = { repoURL: 'https://argoproj.github.io/argo-helm', chart: 'argo-cd', targetRevision: '10.9.2' };

/** An Application with this source that has compared another one, or none. */
const application = (source: object, comparedTo: object | undefined, health: object | undefined) => ({
  metadata: { annotations: {} },
  spec: { source },
  status: { sync: { status: 'Synced', comparedTo }, health },
});

/** One that has looked at its source and is healthy there, in this state of its sync. */
const inSync = (status: string, phase?: string) => ({
  metadata: {},
  spec: { source: folder },
  status: {
    sync: { status, comparedTo: { source: folder } },
    health: { status: 'Healthy' },
    ...(phase !== undefined && { operationState: { phase } }),
  },
});

const WAITING = { status: 'Progressing', message: 'waiting for the first comparison' };

describe('the health of an Application', () => {
  test.each([
    ['no status', { metadata: {}, spec: { source: folder } }],
    ['an empty status', { metadata: {}, spec: { source: folder }, status: {} }],
    ['no comparison', application(folder, undefined, { status: 'Healthy' })],
    ['a comparison with nothing', application(folder, {}, { status: 'Healthy' })],
    ['no health', application(folder, { source: folder }, undefined)],
    ['a health that says nothing', application(folder, { source: folder }, {})],
    [
      'no source',
      {
        metadata: {},
        spec: {},
        status: application(folder, { source: folder }, { status: 'Healthy' }).status,
      },
    ],
    [
      'several sources',
      {
        metadata: {},
        spec: { sources: [folder] },
        status: application(folder, { sources: [folder] }, { status: 'Healthy' }).status,
      },
    ],
  ])('is unknown for now with %s', (_, object) => {
    expect(healthOf(script, object)).toEqual(WAITING);
  });

  test.each(['repoURL', 'path', 'targetRevision'])('is not that of another %s', (key) => {
    const stale = { ...folder, [key]: 'older' };
    expect(healthOf(script, application(folder, { source: stale }, { status: 'Healthy' }))).toEqual(WAITING);
  });

  test('is not that of another version of a chart', () => {
    const stale = { ...chart, targetRevision: '10.9.1' };
    expect(healthOf(script, application(chart, { source: stale }, { status: 'Healthy' }))).toEqual(WAITING);
  });

  test.each([
    ['folder', folder],
    ['chart', chart],
  ])('is what Argo CD found once it has looked at the %s', (_, source) => {
    for (const status of ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown']) {
      expect(healthOf(script, application(source, { source }, { status }))).toEqual({ status, message: '' });
    }
  });

  test.each([
    ['OutOfSync', undefined],
    ['OutOfSync', 'Succeeded'],
    ['OutOfSync', 'Failed'],
    ['Unknown', undefined],
    ['Synced', 'Running'],
    ['OutOfSync', 'Running'],
  ])('waits while it is %s and its sync %s: what is missing makes nothing unhealthy', (status, phase) => {
    expect(healthOf(script, inSync(status, phase))).toEqual({
      status: 'Progressing',
      message: 'waiting for the sync',
    });
  });

  test.each([undefined, 'Succeeded', 'Failed', 'Error'])('waits no longer once all is there: %s', (phase) => {
    expect(healthOf(script, inSync('Synced', phase))).toEqual({ status: 'Healthy', message: '' });
  });

  test('is no matter of its parent where nothing waits for it', () => {
    const sick = application(folder, { source: folder }, { status: 'Degraded' });
    const metadata = { annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } };
    expect(healthOf(script, { ...sick, metadata })).toMatchObject({ status: 'Healthy' });
    const other = { annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'false' } };
    expect(healthOf(script, { ...sick, metadata: other })).toMatchObject({ status: 'Degraded' });
  });

  test('tells why', () => {
    const health = { status: 'Degraded', message: "Deployment 'iris' exceeded its progress deadline" };
    expect(healthOf(script, application(folder, { source: folder }, health))).toEqual(health);
  });

  test('needs no library, as Argo CD gives it none', () => {
    expect(script).not.toMatch(/\b(os|io|string|table|math)\.|\b(require|load|print)\b/);
  });

  test('cannot be asked without Lua, which says so', () => {
    expect(() => healthOf(script, {}, '')).toThrow(
      /^lua5\.4 must be on the PATH to run health checks .*; install Debian's lua5\.4 package$/,
    );
  });
});
