import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { postWebhook } from '#activities/webhook-outlet.ts';
import { closeBox, openBox } from '#operations/secret-box.ts';
import { givenReceiver } from './given/webhook-receiver.ts';

const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`, `whsec_${Buffer.alloc(32, 2).toString('base64')}`];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const receiver = async (...given: Parameters<typeof givenReceiver>) => {
  const made = await givenReceiver(...given);
  stops.push(made.stop);
  return made;
};
const posting = (url: string) => ({ id: 'n-1', url, secrets, at: new Date(), payload: '{"type":"task_reminder"}' });
const inside = { allowedHosts: ['127.0.0.1', 'hooks.inside.example'] };

describe('a webhook', () => {
  test('is signed so that either secret proves it, under the same id for every try', async () => {
    const { url, posts } = await receiver();
    expect(await postWebhook(posting(url), inside)).toEqual({ state: 'sent' });
    expect(await postWebhook(posting(url), inside)).toEqual({ state: 'sent' });
    expect(posts.map(({ headers }) => headers['webhook-id'])).toEqual(['n-1', 'n-1']);
    const [first] = posts;
    expect(first?.url).toBe('/hook?team=quality');
    for (const secret of secrets)
      expect(new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>)).toEqual({
        type: 'task_reminder',
      });
    const stranger = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    expect(() => new Webhook(stranger).verify(first?.body ?? '', first?.headers as Record<string, string>)).toThrow();
  });

  test.each([
    [500, { state: 'deferred', error: 'The endpoint answered 500' }],
    [404, { state: 'deferred', error: 'The endpoint answered 404' }],
    [302, { state: 'deferred', error: 'Redirects are not followed (302)' }],
    [410, { state: 'refused', error: 'The endpoint says that it is gone (410)' }],
  ])('that is answered %i is %j, and nothing else is asked for', async (status, outcome) => {
    const { url, posts } = await receiver([status]);
    expect(await postWebhook(posting(url), inside)).toEqual(outcome);
    expect(posts).toHaveLength(1);
  });

  test('whose answer does not end is not read to its end, nor waited for for ever', async () => {
    const { url } = await receiver([200], 'x'.repeat(5_000_000));
    expect(await postWebhook(posting(url), inside)).toEqual({ state: 'sent' });
    const { createServer } = await import('node:http');
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    stops.push(async () => {
      silent.closeAllConnections();
      silent.close();
    });
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const waited = await postWebhook(posting(`http://127.0.0.1:${port}/`), { ...inside, patienceMilliseconds: 50 });
    expect(waited).toMatchObject({ state: 'deferred', error: expect.stringMatching(/Timeout|Abort/) });
  });
});

describe('a name that leads inside', () => {
  const resolving = (...answers: string[][]) => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return answers[Math.min(asked.length, answers.length) - 1] ?? [];
    };
    return { asked, resolve };
  };

  test.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1'])(
    'is not posted to: %s',
    async (address) => {
      const { resolve } = resolving([address]);
      expect(await postWebhook(posting('https://innocent.example/'), { allowedHosts: [], resolve })).toEqual({
        state: 'deferred',
        error: `innocent.example leads to ${address}, which is not on the open internet`,
      });
    },
  );

  test('among addresses outside is not posted to either', async () => {
    const { resolve } = resolving(['93.184.215.14', '127.0.0.1']);
    expect(await postWebhook(posting('https://both.example/'), { allowedHosts: [], resolve })).toMatchObject({
      error: expect.stringContaining('127.0.0.1'),
    });
  });

  test('gains nothing by leading elsewhere a moment later: it is resolved once, and the address that was looked at is used', async () => {
    const { port, posts } = await receiver();
    const { asked, resolve } = resolving(['127.0.0.1'], ['192.0.2.1']);
    expect(await postWebhook(posting(`http://hooks.inside.example:${port}/`), { ...inside, resolve })).toEqual({
      state: 'sent',
    });
    expect(asked).toEqual(['hooks.inside.example']);
    expect(posts[0]?.headers.host).toBe(`hooks.inside.example:${port}`);
  });

  test('or nowhere is tried again later', async () => {
    const { resolve } = resolving([]);
    expect(await postWebhook(posting('https://nowhere.example/'), { allowedHosts: [], resolve })).toMatchObject({
      state: 'deferred',
    });
    expect(await postWebhook(posting('http://plain.example/'), { allowedHosts: [] })).toEqual({
      state: 'refused',
      error: 'A webhook is posted by https',
    });
  });
});

test('a secret that was closed opens with the same key for the same row, and for no other', () => {
  const box = closeBox('k'.repeat(32), 'endpoint-1', 'whsec_x');
  expect(openBox(['k'.repeat(32)], 'endpoint-1', box)).toBe('whsec_x');
  expect(openBox(['k'.repeat(32)], 'endpoint-2', box)).toBeNull();
  expect(openBox(['q'.repeat(32)], 'endpoint-1', box)).toBeNull();
  expect(openBox(['q'.repeat(32), 'k'.repeat(32)], 'endpoint-1', box)).toBe('whsec_x');
  const bytes = Buffer.from(box, 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(openBox(['k'.repeat(32)], 'endpoint-1', bytes.toString('base64url'))).toBeNull();
  expect(closeBox('k'.repeat(32), 'endpoint-1', 'whsec_x')).not.toBe(box);
});
