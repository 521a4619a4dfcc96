/** Most lines of which a difference is worked out; of longer texts all is shown. */
const MOST_LINES = 500;

/**
 * What a text of several lines loses and gains, line by line and in order: `- ` and `+ ` before each, two blanks before a line
 * that stays beside a change.
 */
export function lineDifferences(from: string, to: string): readonly string[] {
  const [old, young] = [from.trimEnd().split('\n'), to.trimEnd().split('\n')];
  if (old.length > MOST_LINES || young.length > MOST_LINES) {
    return [...old.map((line) => `- ${line}`), ...young.map((line) => `+ ${line}`)];
  }
  const all = merged(old, young, commonLengths(old, young));
  const isChanged = (index: number) => all[index] !== undefined && !all[index].startsWith('  ');
  return all.filter((_, index) => [index - 1, index, index + 1].some(isChanged));
}

/** Length of the longest common sequence of what stands from each pair of lines on. */
function commonLengths(old: readonly string[], young: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = Array.from({ length: old.length + 1 }, () => Array(young.length + 1).fill(0));
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = young.length - 1; column >= 0; column -= 1) {
      const [here, below] = [lengths[row], lengths[row + 1]];
      if (here === undefined || below === undefined) continue;
      here[column] =
        old[row] === young[column]
          ? (below[column + 1] ?? 0) + 1
          : Math.max(below[column] ?? 0, here[column + 1] ?? 0);
    }
  }
  return lengths;
}

function merged(
  old: readonly string[],
  young: readonly string[],
  lengths: readonly (readonly number[])[],
): readonly string[] {
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < young.length) {
    const [before, after] = [old[row], young[column]];
    if (before !== undefined && before === after) {
      lines.push(`  ${before}`);
      row += 1;
      column += 1;
    } else if (
      before !== undefined &&
      (after === undefined || (lengths[row + 1]?.[column] ?? 0) >= (lengths[row]?.[column + 1] ?? 0))
    ) {
      lines.push(`- ${before}`);
      row += 1;
    } else {
      lines.push(`+ ${after}`);
      column += 1;
    }
  }
  return lines;
}
