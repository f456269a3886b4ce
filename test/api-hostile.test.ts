import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkOf } from '#api/http/client-address.ts';
import { type GivenApi, givenApi } from './given/api.ts';
import { registerTrialRoutes as register } from './given/trial-routes.ts';

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi({ register });
  await api.person('ana');
  token = await api.signIn('ana');
});
afterAll(() => api.stop());

/** Sends bytes as they are and answers what comes back until the connection ends. */
async function sendRaw(text: string): Promise<string> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(parts).toString();
}

const head = (request: string, ...headers: string[]) =>
  [`${request} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');
const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);

describe('what no client sends by accident', () => {
  test.each([
    ['two lengths', head('POST /v1/sessions', 'Content-Length: 5', 'Content-Length: 50', 'Connection: close')],
    ['a length and chunks', head('POST /v1/sessions', 'Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['no HTTP', 'hello\r\n\r\n'],
    ['a line break in a header', head('GET /v1/me', 'X-Request-Id: abc\n def')],
    ['a space before the colon', head('GET /v1/me', 'Authorization : Bearer x')],
  ])('%s is a 400, and one answer', async (_what, text) => {
    expect(statuses(await sendRaw(text))).toEqual(['400']);
  });

  test('headers without end are refused', async () => {
    const long = Array.from({ length: 40 }, (_, index) => `X-Junk-${index}: ${'j'.repeat(1_000)}`);
    expect(statuses(await sendRaw(head('GET /v1/me', ...long)))).toEqual(['431']);
  });

  test('an announced body that is too long is refused before it is sent', async () => {
    const announced = [
      'Content-Type: application/json',
      `Content-Length: ${2 ** 40}`,
      `Authorization: Bearer ${token}`,
    ];
    const answer = await sendRaw(head('POST /v1/notes/019a2f3e-7c00-7000-8000-000000000001', ...announced));
    expect(statuses(answer)).toEqual(['413']);
    expect(answer).toContain('Connection: close');
  });

  test('the rest of a body nobody read is not taken for the next request', async () => {
    const smuggled = head('GET /v1/versioned/smuggled', `Authorization: Bearer ${token}`);
    const first = head('POST /v1/me/password', 'Content-Type: text/plain', `Content-Length: ${smuggled.length}`);
    const answer = await sendRaw(`${first}${smuggled}${head('GET /healthz', 'Connection: close')}`);
    expect(statuses(answer)).toEqual(['401', '200']);
    expect(answer).not.toContain('smuggled');
  });

  test('a second Authorization does not add to the first', async () => {
    const both = head('GET /v1/me', 'Authorization: Bearer x', `Authorization: Bearer ${token}`, 'Connection: close');
    expect(statuses(await sendRaw(both))).toEqual(['401']);
  });

  test('chunks without end are cut off at the limit', async () => {
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`;
    const headers = ['Content-Type: application/json', 'Transfer-Encoding: chunked', `Authorization: Bearer ${token}`];
    const path = '/v1/notes/019a2f3e-7c00-7000-8000-000000000001';
    expect(statuses(await sendRaw(head(`POST ${path}`, ...headers) + chunk.repeat(20)))).toEqual(['413']);
  });

  test.each(['constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    'a path named %s finds nothing',
    async (name) => {
      expect((await api.call('GET', `/v1/${name}`, { token })).status).toBe(404);
      expect((await api.call('GET', `/problems/${name}`)).status).toBe(404);
      expect((await api.call('GET', `/v1/me?${name}=1`, { token })).status).toBe(400);
    },
  );

  test('and it goes on', async () => {
    expect((await api.call('GET', '/v1/me', { token })).status).toBe(200);
    expect(api.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::', 'fe80:0:0:0'],
])('the address %s is counted as %s: one subscriber has a whole /64 to choose from', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
