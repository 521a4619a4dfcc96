import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEASUREMENTS_VARIABLE, measured, measurementsIn, summaryOf } from './measurements';
import { readResults } from './results';
import { proofTable } from './table';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Jest 30 writes, as far as it is read. */
const written = {
  testResults: [
    {
      name: '/clone/test/cluster/proofs/jobs.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'jobs a | b', status: 'passed', duration: 1234 },
        { fullName: 'jobs two', status: 'failed', duration: 5 },
        { fullName: 'jobs three', status: 'pending', duration: null },
      ],
    },
    {
      name: '/clone/test/cluster/harness.test.ts',
      status: 'passed',
      assertionResults: [{ fullName: 'the network', status: 'passed', duration: 1 }],
    },
    {
      name: '/clone/test/cluster/proofs/network/ways.test.ts',
      status: 'passed',
      assertionResults: [{ fullName: 'a helper', status: 'passed', duration: 2 }],
    },
    {
      name: '/clone/test/cluster/proofs/broken.test.ts',
      status: 'failed',
      assertionResults: [],
      message: 'Cannot find module\nmore',
    },
  ],
};

function read() {
  const file = join(folder, 'results.json');
  writeFileSync(file, JSON.stringify(written));
  return readResults(file, '/clone');
}

test('a test is a proof whose file lies in the folder of the proofs itself', () => {
  expect(read().results).toEqual([
    { name: 'jobs a | b', group: 'jobs', outcome: 'passed', seconds: 1.234 },
    { name: 'jobs two', group: 'jobs', outcome: 'failed', seconds: 0.005 },
    { name: 'jobs three', group: 'jobs', outcome: 'not proven', seconds: 0 },
    { name: 'the network', group: undefined, outcome: 'passed', seconds: 0.001 },
    { name: 'a helper', group: undefined, outcome: 'passed', seconds: 0.002 },
  ]);
});

test('the table has a row a proof, what it measured, and then what was not proven', () => {
  const lines = proofTable(
    read(),
    [{ proof: 'jobs two', what: 'start', value: '2 s' }],
    ['the moon'],
    ['network'],
  ).split('\n');
  expect(lines.slice(2, 5)).toEqual([
    '| jobs | jobs a \\| b | passed | 1.2 s |  |',
    '| jobs | jobs two | failed | 0.0 s | start: 2 s |',
    '| jobs | jobs three | not proven | 0.0 s |  |',
  ]);
  expect(lines.slice(6)).toEqual([
    'Not proven:',
    '- test/cluster/proofs/broken.test.ts: Cannot find module',
    '- jobs three',
    "- network: needs the harness's own workers",
    '- the moon',
    '',
  ]);
});

test('what a proof measured is kept under its name', () => {
  const file = join(folder, 'measurements');
  const before = process.env[MEASUREMENTS_VARIABLE];
  process.env[MEASUREMENTS_VARIABLE] = file;
  try {
    expect(measurementsIn(file)).toEqual([]);
    measured('time', '1 s');
    expect(measurementsIn(file)).toEqual([
      { proof: 'what a proof measured is kept under its name', what: 'time', value: '1 s' },
    ]);
  } finally {
    if (before === undefined) delete process.env[MEASUREMENTS_VARIABLE];
    else process.env[MEASUREMENTS_VARIABLE] = before;
  }
});

test('many times are told by their median and the slowest', () => {
  expect(summaryOf([3, 1, 2])).toBe('median 2.0 s, slowest 3.0 s of 3');
});
