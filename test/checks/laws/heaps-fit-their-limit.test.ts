import { heapsFitTheirLimit as law } from '../../../checks/laws/heaps-fit-their-limit';
import { judge } from '../judge';
import { judgeKeycloak, keycloakObjects, option, SERVER } from '../keycloak';
import { spoilt } from '../spoil';

test('what we render passes', () => {
  expect(judgeKeycloak(law)).toEqual([]);
});

const LIMIT = `${SERVER}/resources/limits/memory`;

test.each([
  [
    'a limit that leaves too little',
    ['StatefulSet/keycloak', LIMIT, '900Mi'],
    "(630Mi) and 300Mi beside it, got '900Mi'",
  ],
  [
    'a share that leaves too little',
    option('JAVA_OPTS_KC_HEAP', '-XX:MaxRAMPercentage=85'),
    "(1275Mi) and 300Mi beside it, got '1500Mi'",
  ],
  [
    'a size that leaves too little',
    option('JAVA_OPTS_KC_HEAP', '-Xmx1300m'),
    "(1300Mi) and 300Mi beside it, got '1500Mi'",
  ],
] as const)('%s fails', (_, change, got) => {
  expect(judgeKeycloak(law, change)).toEqual([
    `StatefulSet/keycloak: \`resources.limits.memory\` must hold the heap ${got}; raise it or lower the heap's share`,
  ]);
});

test('the default share counts where nobody names one', () => {
  expect(
    judgeKeycloak(law, option('JAVA_OPTS_KC_HEAP', ''), ['StatefulSet/keycloak', LIMIT, '900Mi']),
  ).toHaveLength(1);
  expect(
    judgeKeycloak(law, option('JAVA_OPTS_KC_HEAP', ''), ['StatefulSet/keycloak', LIMIT, '1100Mi']),
  ).toEqual([]);
});

test('anything at all can be judged', () => {
  const objects = keycloakObjects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'HTTPRoute');
  for (const some of spoilt(objects)) expect(judge(law, some)).toBeInstanceOf(Array);
});
