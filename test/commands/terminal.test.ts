import {
  BUNDLING_MILLISECONDS,
  bundleOf,
  newFolder,
  type Run,
  removeFolders,
  run,
  runOnTerminal,
} from './command-line';

let real = '';
let faulty = '';
beforeAll(async () => {
  real = await bundleOf();
  faulty = await bundleOf('faulty');
}, BUNDLING_MILLISECONDS);
afterAll(removeFolders);

const CONTROL = /[␛\r]/;
const COLOUR = /␛\[\d+m/;

/** What a terminal shows in the end: each line as it was last written. */
function shown({ stdout }: Run): string {
  return stdout
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split('\r␛[K').at(-1))
    .join('\n');
}

test.each([{}, { CI: 'true' }, { TERM: 'dumb' }, { NO_COLOR: '1' }])(
  'without a terminal there are plain lines, whatever the surroundings say: %p',
  (env) => {
    const { code, stdout, stderr } = run(real, newFolder(), ['synth'], env);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(CONTROL);
    expect(stderr).not.toMatch(CONTROL);
    expect(stderr).toMatch(/^warning proxmox: /);
  },
);

test('on a terminal progress is shown and gone again, and there is colour', () => {
  const result = runOnTerminal(real, newFolder(), ['synth']);
  expect(result.code).toBe(0);
  const steps = [...result.stdout.matchAll(/\r␛\[K␛\[2m(.*?) …/g)].map(([, step]) => step);
  expect(steps).toEqual(['rendering and judging', 'writing dist/']);
  expect(shown(result)).not.toMatch(/…/);
  expect(shown(result)).toMatch(/^␛\[2m +objects /);
  expect(shown(result)).toContain('␛[33mwarning␛[39m proxmox: ');
});

test('--check shows its progress too', () => {
  const result = runOnTerminal(real, newFolder(), ['synth', '--check']);
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/rendering and judging …/);
  expect(shown(result)).not.toMatch(/…/);
});

test('faults stand on lines of their own, after the progress is gone', () => {
  const result = runOnTerminal(faulty, newFolder(), ['synth']);
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/rendering and judging …/);
  expect(shown(result)).toMatch(/^proxmox: `platform` must be 'proxmox', got 'vsphere'\n/);
});

test('NO_COLOR keeps the progress and takes the colour, unless it is empty', () => {
  const plain = runOnTerminal(real, newFolder(), ['synth'], { NO_COLOR: '1' });
  expect(plain.stdout).toMatch(/\r␛\[Krendering and judging …/);
  expect(plain.stdout).not.toMatch(COLOUR);
  expect(runOnTerminal(real, newFolder(), ['synth'], { NO_COLOR: '' }).stdout).toMatch(COLOUR);
});

test('a terminal that knows lines alone gets plain lines', () => {
  const { stdout } = runOnTerminal(real, newFolder(), ['synth'], { TERM: 'dumb' });
  expect(stdout.replaceAll('\r\n', '\n')).not.toMatch(CONTROL);
  expect(stdout).toMatch(/^ +objects /);
});
