import { changed } from '../../environments/change';

/** The real inventory with one patch. */
export const inventory = changed('staging.patches', [
  {
    name: 'settled',
    reason: 'the balancers need five seconds to find a new pod',
    target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
    operations: [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }],
  },
]);
