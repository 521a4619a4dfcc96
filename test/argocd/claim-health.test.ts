import { operatorSource } from '../../argocd/operators';
import { argoCd } from '../../environments/operators/argo-cd';
import { at } from '../constructs/rendered';
import { healthOf } from './lua';

const KEY = 'resource.customizations.health.PersistentVolumeClaim';
const script = String(at(operatorSource(argoCd()), ['helm', 'valuesObject', 'configs', 'cm', KEY]));

describe('the health of a PersistentVolumeClaim', () => {
  test.each([
    ['has no status yet', {}],
    ['waits for its first pod', { status: { phase: 'Pending' } }],
    ['is bound', { status: { phase: 'Bound' } }],
  ])('is good when it %s', (_, claim) => {
    expect(healthOf(script, claim)).toEqual({ status: 'Healthy', message: '' });
  });

  test('is bad when its volume is lost', () => {
    const lost = { status: { phase: 'Lost' } };
    expect(healthOf(script, lost)).toEqual({ status: 'Degraded', message: 'the volume is lost' });
  });
});
