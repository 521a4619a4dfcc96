import { treeOf } from '../synth/project';
import { BUNDLING_MILLISECONDS, bundleOf, newFolder, type Run, removeFolders, run } from './command-line';

let main = '';
beforeAll(async () => {
  main = await bundleOf();
}, BUNDLING_MILLISECONDS);
afterAll(removeFolders);

/** Runs in an empty folder, which must stay empty. */
function inEmptyFolder(...args: readonly string[]): Run {
  const folder = newFolder();
  const result = run(main, folder, args);
  expect(treeOf(folder)).toEqual({});
  return result;
}

test('--help tells what there is', () => {
  const { code, stdout, stderr } = inEmptyFolder('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: data-frost \[options\] \[command\]\n/);
  expect(stdout).toMatch(/^ {2}synth \[options\] +Render every cluster and environment/m);
  expect(stdout).toMatch(/^ {2}reconcile \[options\] +Show what an environment's vault and Keycloak lack/m);
});

test.each([[['synth', '--help']], [['help', 'synth']]])('%p tells what synth takes', (args) => {
  const { code, stdout, stderr } = inEmptyFolder(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: data-frost synth \[options\]\n/);
  const options = [...stdout.matchAll(/^ {2}(-.*?) {2,}\S/gm)].map(([, option]) => option);
  expect(options).toEqual([
    '--environment <name>',
    '--application <name>',
    '--check',
    '--secrets',
    '-h, --help',
  ]);
});

test.each([
  [[], /^Usage: data-frost /],
  [['frob'], /^error: unknown command 'frob'\n/],
  [['synth', '--chek'], /^error: unknown option '--chek'\n\(Did you mean --check\?\)\n/],
  [['reconcile'], /^error: required option '--plan <environment>' not specified\n/],
  [
    ['reconcile', '--plan', 'nowhere'],
    /^--plan: must name an environment with a vault or a Keycloak, got 'nowhere'\n/,
  ],
  [['synth', 'production'], /^error: too many arguments for 'synth'/],
  [['synth', '--environment'], /^error: option '--environment <name>' argument missing\n/],
])('%p is refused', (args, message) => {
  const { code, stdout, stderr } = inEmptyFolder(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

test('a name that is not rendered is a fault, and so is the other one', () => {
  const { code, stdout, stderr } = inEmptyFolder('synth', '--environment', 'prod', '--application', 'models');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    [
      "--environment: must be one of development, production, proxmox, staging, got 'prod'",
      "--application: must be one of applications, argocd, batch-jobs, gateway, keycloak, model-serving, namespaces, sign-in, trust, vault, vault-sign-in, got 'models'",
      '2 faults; dist/ is as it was',
      '',
    ].join('\n'),
  );
});

test('an application must be one of the environment', () => {
  const { code, stderr } = inEmptyFolder('synth', '--environment', 'staging', '--application', 'gateway');
  expect(code).toBe(1);
  expect(stderr).toBe(
    "--application: must be one of applications, batch-jobs, keycloak, model-serving, namespaces, vault, vault-sign-in, got 'gateway'\n1 fault; dist/ is as it was\n",
  );
});
