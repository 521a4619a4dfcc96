import fc from 'fast-check';
import { reasonOf, TransientError } from '../../../reconcilers/engine/errors';
import { fingerprintOf, isFingerprintOf } from '../../../reconcilers/engine/fingerprint';
import { lineDifferences } from '../../../reconcilers/engine/lines';
import { patiently } from '../../../reconcilers/engine/patience';
import { withoutSecrets } from '../../../reconcilers/engine/report';
import { Settings } from '../../../reconcilers/engine/settings';

const SECRET = 'p"ss+w/rd=';

test.each([
  ['as it is', SECRET],
  ['as JSON', JSON.stringify({ a: SECRET })],
  ['in a URL', `?secret=${encodeURIComponent(SECRET)}`],
  ['in base64', Buffer.from(SECRET).toString('base64')],
])('a secret is hidden in a line %s', (_, text) => {
  const lines: string[] = [];
  withoutSecrets(
    (line) => lines.push(line),
    () => [SECRET],
  )(`refused: ${text}, and again ${text}`);
  expect(lines.join()).not.toContain(SECRET);
  expect(lines.join().match(/\(secret\)/g)).toHaveLength(2);
});

test('a word of a few letters is no secret that could be hidden', () => {
  const lines: string[] = [];
  withoutSecrets(
    (line) => lines.push(line),
    () => ['', 'a', 'plan'],
  )('a plan');
  expect(lines).toEqual(['a plan']);
});

test('a fingerprint knows its secret and no other, and two of one secret differ', () => {
  const mark = fingerprintOf(SECRET);
  expect(isFingerprintOf(mark, SECRET)).toBe(true);
  expect(isFingerprintOf(mark, `${SECRET} `)).toBe(false);
  expect(isFingerprintOf(undefined, SECRET)).toBe(false);
  expect(isFingerprintOf('broken', SECRET)).toBe(false);
  expect(fingerprintOf(SECRET)).not.toBe(mark);
  expect(mark).not.toContain(SECRET);
});

test('a reason tells what stands behind it', () => {
  const cause = new AggregateError([new Error('ECONNREFUSED ::1'), new Error('ECONNREFUSED 127.0.0.1')]);
  expect(reasonOf(new Error('fetch failed', { cause }))).toBe(
    'fetch failed: ECONNREFUSED ::1, ECONNREFUSED 127.0.0.1',
  );
  expect(reasonOf('text')).toBe('text');
});

test('of a text of several lines the lines that differ are shown, in order and with their neighbours', () => {
  const policy = (...paths: readonly string[]) =>
    paths.map((path) => `path "${path}" {\n  read ${path}\n}\n`).join('');
  expect(lineDifferences(policy('a', 'b', 'c'), policy('a', 'c', 'd'))).toEqual([
    '  }',
    '- path "b" {',
    '-   read b',
    '- }',
    '  path "c" {',
    '  }',
    '+ path "d" {',
    '+   read d',
    '+ }',
  ]);
  expect(lineDifferences('same\n', 'same\n')).toEqual([]);
  expect(lineDifferences('a\n'.repeat(501), 'b\n')).toHaveLength(502);
});

test('what two texts have in common and not makes both again', () => {
  const line = fc.constantFrom('a', 'b', 'c', '');
  const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `x\n${lines.join('\n')}x`);
  fc.assert(
    fc.property(text, text, (from, to) => {
      const lines = lineDifferences(from, to);
      const lost = lines.filter((one) => one.startsWith('- ')).length;
      const won = lines.filter((one) => one.startsWith('+ ')).length;
      expect(to.split('\n').length - from.split('\n').length).toBe(won - lost);
      expect(lines.length === 0).toBe(from === to);
    }),
  );
});

describe('patience', () => {
  const once = { deadlineSeconds: 10, pauseSeconds: 0.001 };

  test('begins anew after what is over in a moment, and tells each reason once', async () => {
    const lines: string[] = [];
    let tries = 0;
    const result = await patiently(
      once,
      (line) => lines.push(line),
      async () => {
        tries += 1;
        if (tries < 4) throw new TransientError(tries < 3 ? 'away' : 'busy');
        return tries;
      },
    );
    expect(result).toBe(4);
    expect(lines).toEqual([
      'not yet: away; trying again until 10 s are over',
      'not yet: busy; trying again until 10 s are over',
    ]);
  });

  test('ends with the last reason when the deadline is over', async () => {
    const away = () => Promise.reject(new TransientError('away'));
    await expect(patiently({ deadlineSeconds: 0, pauseSeconds: 1 }, () => undefined, away)).rejects.toThrow(
      'away',
    );
  });

  test('has none for what was refused', async () => {
    let tries = 0;
    const refused = async () => {
      tries += 1;
      throw new Error('no right');
    };
    await expect(patiently(once, () => undefined, refused)).rejects.toThrow('no right');
    expect(tries).toBe(1);
  });
});

test('a program writes only when it is told so, in so many letters', () => {
  expect(new Settings({ APPLY: 'true' }).apply).toBe(true);
  for (const APPLY of ['', 'yes', '1', undefined]) expect(new Settings({ APPLY }).apply).toBe(false);
  expect(() => new Settings({ DEADLINE_SECONDS: 'soon' }).patience).toThrow(
    "DEADLINE_SECONDS must be a whole number of seconds, got 'soon'",
  );
  expect(() => new Settings({ URL: '' }).required('URL')).toThrow('URL must be set');
});
