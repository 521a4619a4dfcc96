import type { ModelServiceProps } from '../../../constructs/model-service/props';
import { modelServiceProps } from '../../../constructs/model-service/props';
import { parse } from '../../../values/parse';
import { everything, minimal, scalings, triggers } from './fixtures';

const { fixed, hpa, keda } = scalings;
const { cron, rabbitmq } = triggers;

/**
 * What the compiler refuses, and what the schema refuses as well where nobody compiles. `tsc` fails when one of these
 * lines compiles after all.
 */
const REFUSED: readonly (readonly [string, ModelServiceProps])[] = [
  // @ts-expect-error: an image that may change
  ['an image by tag', { ...minimal, image: 'registry.example.com/models/iris:1.4' }],
  // @ts-expect-error: a key that no prop has
  ['an unknown key', { ...minimal, replicas: 2 }],
  // @ts-expect-error: a unit is missing
  ['memory without a unit', { ...minimal, resources: { ...minimal.resources, limits: { memory: '512' } } }],
  [
    'memory as a number',
    // @ts-expect-error: bytes are text
    { ...minimal, resources: { ...minimal.resources, limits: { memory: 512 } } },
  ],
  [
    'CPU in words',
    // @ts-expect-error: CPU is a number
    { ...minimal, resources: { ...minimal.resources, requests: { cpu: 'lots', memory: '1Gi' } } },
  ],
  // @ts-expect-error: how many pods is for the scaler alone to say
  ['replicas beside an HPA', { ...minimal, scaling: { ...hpa, replicas: 2 } }],
  // @ts-expect-error: one scaler a model
  ['two scalers', { ...minimal, scaling: { ...hpa, triggers: [cron] } }],
  [
    'a metric of another scaler',
    // @ts-expect-error: what an HPA holds belongs to an HPA
    { ...minimal, scaling: { ...fixed, targetCpuUtilizationPercentage: 70 } },
  ],
  [
    'a Secret that reaches the program in no way that there is',
    // @ts-expect-error: by itself, or by a restart
    { ...minimal, secrets: [{ secret: 'weights', keys: ['token'], reload: 'never' }] },
  ],
  [
    'a secret as text',
    // @ts-expect-error: a secret is named, never written
    { ...minimal, scaling: { ...keda, triggers: [{ ...rabbitmq, host: 'amqp://broker' }] } },
  ],
  [
    'a mode that is on its way out',
    // @ts-expect-error: no longer a mode of the VPA
    { ...minimal, verticalScaling: { ...everything.verticalScaling, updateMode: 'Auto' } },
  ],
];

describe('what does not compile as a ModelService', () => {
  test.each(REFUSED)('%s is refused at run time, too', (_, props) => {
    expect(parse(modelServiceProps, props, 'iris')).toHaveProperty('faults');
  });
});
