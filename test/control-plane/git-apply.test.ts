import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from './git-apply';

const PATCH = `Why it is needed:
- for a test.
diff --git a/pkg/words.txt b/pkg/words.txt
--- a/pkg/words.txt
+++ b/pkg/words.txt
@@ -1,3 +1,2 @@
 one
-two
 three
`;

let folder: string;
let copy: string;
let patch: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'git-apply-test-'));
  copy = join(folder, 'module');
  mkdirSync(join(copy, 'pkg'), { recursive: true });
  patch = join(folder, 'module.patch');
  writeFileSync(patch, PATCH);
});
afterEach(() => rmSync(folder, { recursive: true }));

const words = () => readFileSync(join(copy, 'pkg', 'words.txt'), 'utf8');
const write = (text: string) => writeFileSync(join(copy, 'pkg', 'words.txt'), text);

test('a patch changes the files of the folder, also of one that lies within a repository', async () => {
  write('one\ntwo\nthree\n');
  execFileSync('git', ['init', '--quiet', folder]);
  await apply(patch, copy);
  expect(words()).toBe('one\nthree\n');
});

test('a patch that does not fit is refused, and the file stays', async () => {
  write('one\nthree\n');
  await expect(apply(patch, copy)).rejects.toThrow('patch does not apply');
  expect(words()).toBe('one\nthree\n');
});
