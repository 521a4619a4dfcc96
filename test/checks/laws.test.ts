import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { laws } from '../../checks/laws';

const folder = join(__dirname, '..', '..', 'checks', 'laws');
const files = readdirSync(folder).map((file) => basename(file, '.ts'));

describe('laws', () => {
  test('each file is one law of its name, and all are judged, once each and in order', () => {
    expect(laws.map(({ id }) => id)).toEqual(files.sort());
  });

  test.each(files)('%s is tested', (id) => {
    expect(readdirSync(join(__dirname, 'laws'))).toContain(`${id}.test.ts`);
  });
});
