import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { contentHash, programText } from '../../../reconcilers/bundle';

const NAMES = ['keycloak', 'vault', 'may-initialise'] as const;

test.each(NAMES)(
  'the program %s is one file of Node alone that fits a ConfigMap three times over',
  (name) => {
    const text = programText(name);
    expect(Buffer.byteLength(text)).toBeLessThan(350_000);
    const wanted = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, from = '']) => from);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((from) => !from.startsWith('node:'))).toEqual([]);
    expect(text).not.toContain(process.cwd());
  },
);

test('two processes bundle the same bytes', () => {
  const script = `
    const { buildSync } = require('esbuild');
    const { outputFiles: [one] } = buildSync({ entryPoints: ['reconcilers/bundle.ts'], bundle: true, platform: 'node', external: ['esbuild'], write: false });
    const module = { exports: {} };
    new Function('module', 'exports', 'require', '__dirname', one.text)(module, module.exports, require, process.cwd());
    for (const name of ${JSON.stringify(NAMES)}) console.log(module.exports.contentHash(module.exports.programText(name)));`;
  const cwd = join(__dirname, '../../..');
  const other = execFileSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' }).trim().split('\n');
  expect(other).toEqual(NAMES.map((name) => contentHash(programText(name))));
});
