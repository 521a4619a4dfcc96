import { operatorSource } from '../../argocd/operators';
import { argoCd } from '../../environments/operators/argo-cd';
import { at } from '../constructs/rendered';
import { healthOf } from './lua';

const KEY = 'resource.customizations.health.postgresql.cnpg.io_Cluster';
const script = String(at(operatorSource(argoCd()), ['helm', 'valuesObject', 'configs', 'cm', KEY]));

const inPhase = (phase: string, conditions: readonly object[] = []) => ({
  metadata: {},
  status: { phase, phaseReason: 'because', conditions },
});

describe('the health of a database', () => {
  test.each([
    'Applying configuration',
    'Switchover in progress',
    'Failing over',
    'Online upgrade in progress',
    'Primary instance is being restarted in-place',
    'Primary instance is being restarted without a switchover',
    'Setting up primary',
    'Creating a new replica',
    'Waiting for the instances to become active',
  ])('is Progressing while it is at work: %s', (phase) => {
    expect(healthOf(script, inPhase(phase))).toEqual({ status: 'Progressing', message: 'because' });
  });

  test.each([
    ['Cluster in healthy state', 'Healthy'],
    ['Waiting for user action', 'Degraded'],
    ['Upgrading Postgres major version', 'Degraded'],
    ['Cluster is unrecoverable and needs manual intervention', 'Suspended'],
    ['Cluster has incomplete or invalid image catalog', 'Suspended'],
    ['a phase of a later version', 'Unknown'],
  ])('in phase %s it is %s', (phase, status) => {
    expect(healthOf(script, inPhase(phase))).toEqual({ status, message: 'because' });
  });

  test.each([
    ['no status', { metadata: {} }],
    ['no conditions', { metadata: {}, status: { phase: 'Cluster in healthy state' } }],
  ])('is Progressing with %s', (_, database) => {
    const waiting = { status: 'Progressing', message: 'waiting for the operator' };
    expect(healthOf(script, database)).toEqual(waiting);
  });

  test('is Suspended where a person stopped it', () => {
    const stopped = { metadata: { annotations: { 'cnpg.io/reconciliationLoop': 'disabled' } } };
    expect(healthOf(script, stopped).status).toBe('Suspended');
    const asleep = { type: 'cnpg.io/hibernation', status: 'True', message: 'asleep' };
    expect(healthOf(script, inPhase('Cluster in healthy state', [asleep]))).toEqual({
      status: 'Suspended',
      message: 'asleep',
    });
    expect(healthOf(script, inPhase('Failing over', [{ ...asleep, status: 'False' }])).status).toBe(
      'Degraded',
    );
  });
});
