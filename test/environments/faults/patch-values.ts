import type { ValueFault } from './value-fault';

const patch = (change: object) => [
  {
    name: 'alias',
    reason: 'the broker has no name in DNS yet',
    target: { application: 'model-serving', kind: 'Deployment', name: 'iris' },
    operations: [{ op: 'add', path: '/spec/minReadySeconds', value: 5 }],
    ...change,
  },
];

/** Values of a patch that its schema refuses. */
export const patchValues: readonly ValueFault[] = [
  [
    'staging.patches',
    patch({ reason: 'because' }),
    "staging/patches/alias: `reason` must be a reason of at least ten characters, got 'because'",
  ],
  [
    'staging.patches',
    patch({ operations: [] }),
    'staging/patches/alias: `operations` must have at least one operation',
  ],
  [
    'staging.patches',
    patch({ operations: [{ op: 'move', path: '/spec' }] }),
    "staging/patches/alias: `operations.0.op` must be one of 'add', 'replace', 'remove', got 'move'",
  ],
  [
    'staging.patches',
    patch({ operations: [{ path: '/spec' }] }),
    "staging/patches/alias: `operations.0.op` must be set to one of 'add', 'replace', 'remove'",
  ],
  [
    'staging.patches',
    patch({ operations: [{ op: 'add', path: '/spec/x' }] }),
    'staging/patches/alias: `operations.0.value` must be set to a JSON value',
  ],
  [
    'staging.patches',
    patch({ operations: [{ op: 'add', path: '/spec/x', value: [Symbol.iterator] }] }),
    'staging/patches/alias: `operations.0.value` must be a JSON value, got [ Symbol(Symbol.iterator) ]',
  ],
  [
    'staging.patches',
    patch({ operations: [{ op: 'remove', path: 'spec.replicas' }] }),
    "staging/patches/alias: `operations.0.path` must be a JSON pointer to a field, got 'spec.replicas'; use '/spec/template/spec/hostAliases'",
  ],
  [
    'staging.patches',
    patch({ operations: [{ op: 'remove', path: '/spec/replicas', value: 3 }] }),
    'staging/patches/alias: `operations.0` must not have `value`; remove it or correct its name',
  ],
  [
    'staging.patches',
    patch({ target: { application: 'model-serving', kind: 'deployment', name: 'iris' } }),
    "staging/patches/alias: `target.kind` must be a kind, got 'deployment'; use 'Deployment'",
  ],
];
