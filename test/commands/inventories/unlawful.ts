import { changed } from '../../environments/change';

/** The real inventory with one patch that no type can refuse and a law does. */
export const inventory = changed('staging.patches', [
  {
    name: 'host-network',
    reason: 'to see whether a law looks at what was patched',
    target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
    operations: [{ op: 'add', path: '/spec/template/spec/hostNetwork', value: true }],
  },
]);
