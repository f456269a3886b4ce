import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync(new URL('../docs/security.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| [^|]+ \| (\w+) \| ([^|]*) \|$/gm)].map(
  ([, number, state, why]) => ({
    number,
    state,
    why: why?.trim(),
  }),
);

test('the tally of docs/security.md is that of its rows, each there once', () => {
  expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
  const lines = text.split('\n').filter((line) => /^\| \d+\.\d+\.\d+ \|/.test(line));
  expect(lines).toHaveLength(rows.length);
  const of = (wanted: string) => rows.filter(({ state }) => state === wanted).length;
  expect(of('Met') + of('Part') + of('No') + of('Yours')).toBe(rows.length);
  expect(text).toContain(
    `Of 253 requirements ${rows.length} apply: ${of('Met')} met, ${of('Part')} in part, ${of('No')} not, ${of('Yours')} are for whoever runs it.`,
  );
});

test('what is not met says why, and the tests it names are there', () => {
  for (const { number, state, why } of rows) if (state === 'Part' || state === 'No') expect(why, number).not.toBe('');
  const named = [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(([, path = '']) => path);
  for (const path of new Set(named))
    expect(() => readFileSync(new URL(`../${path}`, import.meta.url)), path).not.toThrow();
});
