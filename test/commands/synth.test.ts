import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARK } from '../../synth/text';
import { distOf, put, treeOf } from '../synth/project';
import {
  BUNDLING_MILLISECONDS,
  bundleOf,
  linesOf,
  newFolder,
  PROJECT,
  removeFolders,
  run,
} from './command-line';

const WARNING =
  'warning proxmox: all 6 nodes and 2 balancers stand on the physical host xeon-1; losing it loses everything. Spread the control plane, the workers and the balancers over three hosts\n';
const COMMITTED = distOf(PROJECT);

const bundles = new Map<string, string>();
beforeAll(async () => {
  for (const name of ['real', 'faulty', 'unlawful', 'patched', 'smaller']) {
    bundles.set(name, await bundleOf(name === 'real' ? undefined : name));
  }
}, BUNDLING_MILLISECONDS);
afterAll(removeFolders);

function synth(inventory: string, folder: string, ...args: readonly string[]) {
  return run(bundles.get(inventory) ?? '', folder, ['synth', ...args]);
}

/** A folder with the committed `dist/`. */
function rendered(): string {
  const folder = newFolder();
  put(join(folder, 'dist'), COMMITTED);
  return folder;
}

/** Rows of the closing summary: tree → objects, added, changed, removed, unchanged. */
function rowsOf(stdout: string): Readonly<Record<string, readonly number[]>> {
  const rows = linesOf(stdout).filter((line) => /^\S+( +\d+){5}$/.test(line));
  return Object.fromEntries(
    rows.map((row) => {
      const [tree = '', ...counts] = row.split(/ +/);
      return [tree, counts.map(Number)];
    }),
  );
}

function filesBelow(tree: string): number {
  return Object.keys(COMMITTED).filter((path) => path.startsWith(`${tree}/`)).length;
}

const TREES = ['proxmox', 'development', 'staging', 'production'];

test('an empty folder gets all of dist/, told by cluster and environment', () => {
  const folder = newFolder();
  const { code, stdout, stderr } = synth('real', folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: WARNING });
  expect(distOf(folder)).toEqual(COMMITTED);
  expect(linesOf(stdout)).toEqual([
    expect.stringMatching(/^ +objects +added +changed +removed +unchanged$/),
    ...TREES.map((tree) => expect.stringMatching(new RegExp(`^${tree} `))),
    expect.stringMatching(/^\d+\.\d\d s$/),
  ]);
  // root.yaml holds two objects, each other file one.
  for (const [tree, counts] of Object.entries(rowsOf(stdout))) {
    const files = filesBelow(tree);
    expect(counts).toEqual([tree === 'proxmox' ? files + 1 : files, files, 0, 0, 0]);
  }
});

test('a second run changes nothing and says so', () => {
  const { code, stdout, stderr } = synth('real', rendered());
  expect({ code, stderr }).toEqual({ code: 0, stderr: WARNING });
  expect(Object.values(rowsOf(stdout)).map(([, ...changes]) => changes)).toEqual(
    TREES.map((tree) => [0, 0, 0, filesBelow(tree)]),
  );
});

test('what an environment that is gone left behind is counted', () => {
  const folder = rendered();
  const { code, stdout } = synth('smaller', folder);
  expect(code).toBe(0);
  expect(rowsOf(stdout)['staging']).toEqual([0, 0, 0, filesBelow('staging'), 0]);
  expect(Object.keys(distOf(folder)).filter((path) => path.startsWith('staging/'))).toEqual([]);
});

const STAGING_IRIS = 'staging/model-serving/staging-model-serving/service_iris.yaml';
const STAGING_JOB = 'staging/batch-jobs/staging-batch-jobs/cronjob.batch_iris-scoring.yaml';
const PRODUCTION_IRIS = 'production/model-serving/production-model-serving/service_iris.yaml';
const OBSOLETE = 'development/gone/secret_a.yaml';

/** A `dist/` that is behind its sources in four files. */
function outdated(): string {
  const folder = rendered();
  for (const path of [STAGING_IRIS, STAGING_JOB]) put(join(folder, 'dist'), { [path]: `${MARK}\nold\n` });
  rmSync(join(folder, 'dist', PRODUCTION_IRIS));
  put(join(folder, 'dist'), { [OBSOLETE]: `${MARK}\nold\n` });
  return folder;
}

test('--check says that dist/ is what the sources render', () => {
  const folder = rendered();
  const before = treeOf(folder);
  expect(synth('real', folder, '--check')).toEqual({
    code: 0,
    stdout: 'dist/ is what the sources render\n',
    stderr: WARNING,
  });
  expect(treeOf(folder)).toEqual(before);
});

test('--check names what is missing, what differs and what nobody renders any more, and changes nothing', () => {
  const folder = outdated();
  const before = treeOf(folder);
  const { code, stdout, stderr } = synth('real', folder, '--check');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    [
      `${WARNING}missing  dist/${PRODUCTION_IRIS}`,
      `differs  dist/${STAGING_JOB}`,
      `differs  dist/${STAGING_IRIS}`,
      `obsolete dist/${OBSOLETE}`,
      'dist/ is not what the sources render; run `npm run synth` and commit it',
      '',
    ].join('\n'),
  );
  expect(treeOf(folder)).toEqual(before);
});

test('--check of a folder without dist/ names every file', () => {
  const folder = newFolder();
  const { code, stderr } = synth('real', folder, '--check');
  expect(code).toBe(1);
  expect(linesOf(stderr).filter((line) => line.startsWith('missing '))).toEqual(
    Object.keys(COMMITTED)
      .sort()
      .map((path) => `missing  dist/${path}`),
  );
  expect(treeOf(folder)).toEqual({});
});

test('--check refuses a manifest of others, which Argo CD would sync past every law', () => {
  const folder = rendered();
  put(join(folder, 'dist'), { 'staging/model-serving/mine.yaml': 'kind: Mine\n' });
  const told =
    'foreign  dist/staging/model-serving/mine.yaml: no law judges it and Argo CD syncs it; move it out of dist/\n';
  expect(synth('real', folder, '--check')).toEqual({ code: 1, stdout: '', stderr: WARNING + told });
  expect(synth('real', folder)).toMatchObject({ code: 0, stderr: `${WARNING}warning ${told}` });
});

test('--check warns of a file of others that Argo CD passes over', () => {
  const folder = rendered();
  put(join(folder, 'dist'), { 'staging/notes.txt': 'mine\n' });
  expect(synth('real', folder, '--check')).toEqual({
    code: 0,
    stdout: 'dist/ is what the sources render\n',
    stderr: `${WARNING}warning dist/staging/notes.txt: not rendered by this project\n`,
  });
});

test.each([
  [
    'staging',
    'dist/: a run was interrupted before it changed `dist/`; the next `npm run synth` rolls it back\n',
  ],
  [
    'committed',
    'dist/: a run was interrupted while it wrote `dist/`; the next `npm run synth` completes it\n',
  ],
  [
    'undoing',
    'dist/: a run was interrupted while it put the old files back into `dist/`; the next `npm run synth` rolls it back\n',
  ],
])('--check calls a tree of a run that was killed in %s by its name', (stage, message) => {
  const folder = rendered();
  mkdirSync(join(folder, '.synth', stage), { recursive: true });
  const before = treeOf(folder);
  expect(synth('real', folder, '--check')).toEqual({ code: 1, stdout: '', stderr: message });
  expect(treeOf(folder)).toEqual(before);
});

test('the next run finishes what was interrupted, and says so first', () => {
  const folder = outdated();
  mkdirSync(join(folder, '.synth/staging'), { recursive: true });
  const { code, stdout } = synth('real', folder);
  expect(code).toBe(0);
  expect(linesOf(stdout)[0]).toBe('an interrupted run was rolled back first');
  expect(distOf(folder)).toEqual(COMMITTED);
});

test('what was interrupted is finished even when the sources are faulty', () => {
  const folder = outdated();
  const before = distOf(folder);
  mkdirSync(join(folder, '.synth/staging'), { recursive: true });
  const stdout = 'an interrupted run was rolled back first\n';
  expect(synth('faulty', folder)).toEqual({ code: 1, stdout, stderr: FAULTS });
  expect(distOf(folder)).toEqual(before);
  expect(synth('real', folder, '--check').stderr).not.toMatch(/interrupted/);
});

test('--environment and --application write only their part and warn of the rest', () => {
  const folder = outdated();
  const before = distOf(folder);
  const { code, stdout, stderr } = synth(
    'real',
    folder,
    '--environment',
    'staging',
    '--application',
    'model-serving',
  );
  expect(code).toBe(0);
  const files = Object.keys(COMMITTED).filter((path) => path.startsWith('staging/model-serving/')).length;
  expect(rowsOf(stdout)).toEqual({ staging: [files, 0, 1, 0, files - 1] });
  expect(distOf(folder)).toEqual({ ...before, [STAGING_IRIS]: COMMITTED[STAGING_IRIS] });
  expect(stderr).toBe(
    `warning dist/: 3 files outside what was asked for must be rendered too; run \`npm run synth\` before you commit\n${WARNING}`,
  );
});

test('--environment alone takes all its applications, --application alone takes it of every environment', () => {
  const folder = outdated();
  expect(rowsOf(synth('real', folder, '--environment', 'staging').stdout)['staging']?.slice(1, 4)).toEqual([
    0, 2, 0,
  ]);
  const { stdout, stderr } = synth('real', folder, '--application', 'model-serving');
  expect(Object.keys(rowsOf(stdout))).toEqual(['development', 'staging', 'production']);
  expect(rowsOf(stdout)['production']?.slice(1, 4)).toEqual([1, 0, 0]);
  expect(stderr).toContain('warning dist/: 1 file outside what was asked for must be rendered too;');
});

test('--check looks only at the part that is asked for', () => {
  const folder = outdated();
  expect(synth('real', folder, '--check', '--environment', 'proxmox').code).toBe(0);
  const { code, stderr } = synth('real', folder, '--check', '--environment', 'production');
  expect(code).toBe(1);
  expect(stderr).toContain(`missing  dist/${PRODUCTION_IRIS}\ndist/ is not what`);
});

const FAULTS = [
  "proxmox: `platform` must be 'proxmox', got 'vsphere'",
  "proxmox: `virtualIp` must be an IPv4 address, got '10.20.0'; use '10.20.0.11'",
  "staging: `timeZone` must be a time zone of the IANA database by area and place, or UTC, got 'Brazil'; use 'America/Sao_Paulo'",
  "staging: `priority` must be a whole number from -1000000 to 1000000, got 'low'",
  "production/model-serving/iris: `image` must be an image pinned by digest, without its registry, got 'iris:latest'; use 'iris@sha256:…'",
  "development/batch-jobs/iris-scoring: `calls` must name models of the environment (iris, digits), got 'iri'",
  '6 faults; dist/ is as it was',
  '',
].join('\n');

test.each([[[]], [['--check']], [['--environment', 'development']]])(
  'a faulty inventory gives every fault at once with %p, and dist/ is as it was',
  (args) => {
    const folder = outdated();
    const before = treeOf(folder);
    expect(synth('faulty', folder, ...args)).toEqual({ code: 1, stdout: '', stderr: FAULTS });
    expect(treeOf(folder)).toEqual(before);
  },
);

test('a manifest that breaks a law is a fault with the name of the law, and dist/ is as it was', () => {
  const folder = outdated();
  const before = treeOf(folder);
  const { code, stdout, stderr } = synth('unlawful', folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^staging\/model-serving\/Deployment\/iris: .*hostNetwork.* must .*\[[a-z-]+\]\n1 fault; dist\/ is as it was\n$/,
  );
  expect(treeOf(folder)).toEqual(before);
});

test('a file of yours in the place of a rendered one is a fault, and dist/ is as it was', () => {
  const folder = outdated();
  put(join(folder, 'dist'), { [PRODUCTION_IRIS]: 'mine\n' });
  const before = distOf(folder);
  const { code, stderr } = synth('real', folder);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `dist/${PRODUCTION_IRIS}: must be free for a rendered file, and something of yours is there; move it away and run again\n1 fault; dist/ is as it was\n`,
  );
  expect(distOf(folder)).toEqual(before);
});

test('the summary shows every patch with its reason', () => {
  const { code, stdout } = synth('patched', rendered());
  expect(code).toBe(0);
  expect(rowsOf(stdout)['staging']?.slice(1, 4)).toEqual([0, 1, 0]);
  expect(linesOf(stdout).at(-2)).toBe(
    'patch staging/settled: the balancers need five seconds to find a new pod',
  );
});

test('the folder that the cdk8s command line names gets every file, whatever was asked for', () => {
  const [folder, output] = [rendered(), newFolder()];
  writeFileSync(join(output, 'other'), '');
  const args = ['synth', '--environment', 'staging'];
  expect(run(bundles.get('real') ?? '', folder, args, { CDK8S_OUTDIR: output }).code).toBe(0);
  expect(treeOf(output)).toEqual({ ...COMMITTED, other: '' });
});
