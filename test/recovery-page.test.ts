import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, blocksOf, RECOVERY, sectionBlocks } from './identity/outside/page';

const PROOFS = join('test', 'identity', 'proofs');

/** Sections that no proof runs, each with its reason. */
const UNPROVEN: Readonly<Record<string, string>> = {
  'Fewer vault nodes': 'its proof is not here yet',
};

const blocks = blocksOf(readFileSync(RECOVERY, 'utf8'));
const proven = readdirSync(PROOFS)
  .map((file) => readFileSync(join(PROOFS, file), 'utf8'))
  .flatMap(blocksNamedIn);

/** Blocks that a proof takes from the page, by its own text. */
function blocksNamedIn(proof: string): readonly string[] {
  return [...proof.matchAll(/\bsectionBlocks\(\s*'([^']+)'((?:,\s*\d+)*)\s*,?\s*\)/g)].flatMap(
    ([, heading = '', numbers = '']) => {
      const wanted = numbers.match(/\d+/g)?.map(Number);
      const own = blocks.filter((block) => block.heading === heading);
      return own.filter(({ number }) => wanted?.includes(number) ?? true).map(nameOf);
    },
  );
}

function nameOf({ heading, number }: Block): string {
  return `${heading} ${number}`;
}

test('every block of commands of docs/recovery.md is run by a proof', () => {
  const left = blocks.filter((block) => !(block.heading in UNPROVEN) && !proven.includes(nameOf(block)));
  expect(blocks.length).toBeGreaterThan(8);
  expect(left.map(nameOf)).toEqual([]);
});

test('no section is excused that is proven, or that is not there', () => {
  const open = blocks.filter((block) => !proven.includes(nameOf(block))).map(({ heading }) => heading);
  expect(Object.keys(UNPROVEN).filter((heading) => !open.includes(heading))).toEqual([]);
});

test('a fence in a list is read without its indentation, and other languages are left out', () => {
  const page =
    '## One\n\n```ts\nno();\n```\n\n1. do:\n\n   ```sh\n   first\n     second\n   ```\n\n## Two\n\n```sh\nthird\n```\n';
  expect(blocksOf(page)).toEqual([
    { heading: 'One', number: 1, text: 'first\n  second\n' },
    { heading: 'Two', number: 1, text: 'third\n' },
  ]);
});

test('a block that the page does not have is refused', () => {
  expect(() => sectionBlocks('Lost vault node', 9)).toThrow("must have a block 9 in 'Lost vault node'");
  expect(() => sectionBlocks('Lost keys')).toThrow("must have a section 'Lost keys' with commands");
});
