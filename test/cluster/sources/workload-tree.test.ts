import { cpSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterApplications, environmentApplications } from '../../../charts/catalogue';
import { readDist } from '../../admission/documents';
import { applicationsIn } from '../argo-cd/applications';
import { sameTree } from './same-tree';
import { IDENTITY_APPLICATIONS, layWorkloadTree } from './workload-tree';

let folder: string;
let laid: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workload-tree-'));
  laid = join(folder, 'laid');
  layWorkloadTree('dist', laid);
});

afterEach(() => rmSync(folder, { recursive: true }));

function isLeftOut(name: string): boolean {
  return IDENTITY_APPLICATIONS.some((application) => new RegExp(`^[^-]+-${application}$`).test(name));
}

test('every application that is left out is in the catalogue', () => {
  const names = [...clusterApplications, ...environmentApplications].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...IDENTITY_APPLICATIONS]));
});

test('they are left out, and no other', () => {
  const [all, left] = ['dist', laid].map((tree) =>
    applicationsIn(readDist(tree).map(({ object }) => object)),
  );
  expect(left).toEqual(all?.filter((name) => !isLeftOut(name)));
  expect(all?.length).toBeGreaterThan(left?.length ?? 0);
});

test('no object of theirs is there, and the bytes of all else are as they were', () => {
  const bytes = new Map(readDist('dist').map(({ title, yaml }) => [title, yaml]));
  const isOfTheirs = (title: string) => IDENTITY_APPLICATIONS.some((name) => title.split('/')[1] === name);
  for (const { title, yaml } of readDist(laid)) {
    expect(yaml).toBe(bytes.get(title));
    bytes.delete(title);
  }
  const gone = [...bytes.keys()].filter((title) => !isOfTheirs(title));
  expect(gone.filter((title) => !/\/application\.argoproj\.io_[^/]*$/.test(title))).toEqual([]);
  expect(readDist(laid).filter(({ title }) => isOfTheirs(title))).toEqual([]);
});

test('one that is the same is left alone, and one that is not is made anew', () => {
  const made = statSync(laid).ino;
  layWorkloadTree('dist', laid);
  expect(statSync(laid).ino).toBe(made);
  writeFileSync(join(laid, 'more.yaml'), '');
  layWorkloadTree('dist', laid);
  expect(existsSync(join(laid, 'more.yaml'))).toBe(false);
});

test('trees differ by a file or by a byte', () => {
  const copy = join(folder, 'copy');
  cpSync(laid, copy, { recursive: true });
  expect(sameTree(laid, copy)).toBe(true);
  writeFileSync(join(copy, 'more'), 'a');
  expect(sameTree(laid, copy)).toBe(false);
  writeFileSync(join(laid, 'more'), 'b');
  expect(sameTree(laid, copy)).toBe(false);
});
