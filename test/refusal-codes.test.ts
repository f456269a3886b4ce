import { expect, test } from 'vitest';
import { problemStatus } from '#api/http/problem.ts';
import { problemExplanations } from '#api/http/problem-explanations.ts';
import { ruleCodes } from '#domain/rule-codes.ts';

const codes = [...ruleCodes, 'internal', 'unavailable'] as const;

test('docs/refusal-codes.md tells every code with its status and remedy', async () => {
  const rows = [...codes].sort().map((code) => {
    const { title, remedy } = problemExplanations[code];
    return `| \`${code}\` | ${problemStatus[code]} | ${title} | ${remedy.replaceAll('|', '\\|')} |`;
  });
  const text = `# What a refusal can say

Every refusal is \`application/problem+json\` (RFC 9457) with one of these codes; \`type\` leads to \`/problems/<code>\`. Codes are permanent.
A code of something that is missing has the status 404 where the path names it, 422 where the body does.

| Code | Status | Title | What to do |
|---|---|---|---|
${rows.join('\n')}
`;
  await expect(text).toMatchFileSnapshot('../docs/refusal-codes.md');
});

test('a remedy is a sentence, and a title is not', () => {
  for (const code of codes) {
    expect(problemExplanations[code].remedy).toMatch(/^[A-Z`].*\.$/s);
    expect(problemExplanations[code].title).not.toMatch(/\.$/);
  }
});

test('no code is there that no rule has, and statuses are those of refusals', () => {
  expect(Object.keys(problemExplanations).sort()).toEqual([...codes].sort());
  for (const code of ruleCodes)
    expect([400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429, 503]).toContain(problemStatus[code]);
});
