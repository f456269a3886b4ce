import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenApi, givenApi } from './given/api.ts';

let api: GivenApi;
beforeAll(async () => {
  api = await givenApi();
});
afterAll(() => api.stop());

describe('the pages', () => {
  test.each([
    ['/', 'Lot control'],
    ['/problems', 'access.csrf'],
    ['/problems/access.csrf', 'Request from another site'],
    ['/docs', '/docs/scalar.js'],
    ['/docs/start.js', 'createApiReference'],
  ])('%s is there', async (path, text) => {
    const { status, body } = await api.call('GET', path, { headers: { Accept: 'text/html' } });
    expect(status).toBe(200);
    expect(body.text).toContain(text);
  });

  test('explain a code to programs as well', async () => {
    const { body } = await api.call('GET', '/problems/idempotency.key-reused', {
      headers: { Accept: 'application/json' },
    });
    expect(body).toMatchObject({ code: 'idempotency.key-reused', status: 422 });
    expect((await api.call('GET', '/problems/no-such-code')).status).toBe(404);
  });

  test('load nothing from elsewhere', async () => {
    const { headers, body } = await api.call('GET', '/docs');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(String(body.text)).not.toMatch(/https?:/);
    const script = await api.call('GET', '/docs/scalar.js');
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(String(script.body.text).length).toBe(
      readFileSync(
        new URL(import.meta.resolve('@scalar/api-reference')).pathname.replace('index.js', 'browser/standalone.js'),
        'utf8',
      ).length,
    );
  });
});
