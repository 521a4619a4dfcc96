import { DOMAIN, TIME_ZONE, type ValueFault } from './value-fault';

const DOMAIN_EXAMPLE = "use 'production.example.com'";

/** Values of an environment that its schema refuses. */
export const environmentValues: readonly ValueFault[] = [
  ['staging.colour', 'red', 'staging: must not have `colour`; remove it or correct its name'],
  ['staging.modelServing', null, 'staging: `modelServing` must be an object, got null'],
  ['staging.modelServing.models', 'iris', "staging: `modelServing.models` must be a list, got 'iris'"],
  [
    'staging.modelServing.quota.pods',
    undefined,
    'staging: `modelServing.quota.pods` must be set to a whole number of pods from 1 to 10000',
  ],
  ['staging.domain', undefined, `staging: \`domain\` must be set to ${DOMAIN}`],
  ['staging.domain', 'example', `staging: \`domain\` must be ${DOMAIN}, got 'example'; ${DOMAIN_EXAMPLE}`],
  [
    'staging.domain',
    'https://example.com',
    `staging: \`domain\` must be ${DOMAIN}, got 'https://example.com'; ${DOMAIN_EXAMPLE}`,
  ],
  [
    'staging.domain',
    'example.com.',
    `staging: \`domain\` must be ${DOMAIN}, got 'example.com.'; ${DOMAIN_EXAMPLE}`,
  ],
  [
    'staging.domain',
    'Example.com',
    `staging: \`domain\` must be ${DOMAIN}, got 'Example.com'; ${DOMAIN_EXAMPLE}`,
  ],
  [
    'staging.domain',
    '*.example.com',
    `staging: \`domain\` must be ${DOMAIN}, got '*.example.com'; ${DOMAIN_EXAMPLE}`,
  ],
  [
    'staging.domain',
    '10.20.0.10',
    `staging: \`domain\` must be ${DOMAIN}, got '10.20.0.10'; ${DOMAIN_EXAMPLE}`,
  ],
  [
    'staging.timeZone',
    'Brazil',
    `staging: \`timeZone\` must be ${TIME_ZONE}, got 'Brazil'; use 'America/Sao_Paulo'`,
  ],
  [
    'staging.timeZone',
    '-03:00',
    `staging: \`timeZone\` must be ${TIME_ZONE}, got '-03:00'; use 'America/Sao_Paulo'`,
  ],
  ['staging.priority', 10.5, 'staging: `priority` must be a whole number from -1000000 to 1000000, got 10.5'],
  ['staging.priority', '10', "staging: `priority` must be a whole number from -1000000 to 1000000, got '10'"],
  [
    'staging.removal',
    undefined,
    "staging: `removal` must be set to one of 'keep-workloads', 'delete-workloads'",
  ],
  [
    'staging.removal',
    'keep',
    "staging: `removal` must be one of 'keep-workloads', 'delete-workloads', got 'keep'",
  ],
  [
    'staging.registry.repository',
    'https://registry.example.com',
    "staging: `registry.repository` must be a registry and folder, got 'https://registry.example.com'; use 'registry.example.com/models'",
  ],
  [
    'staging.freezes',
    [{ schedule: '0 18 * * 5', durationHours: 169 }],
    'staging: `freezes.0.durationHours` must be a whole number of hours from 1 to 168, got 169',
  ],
];
