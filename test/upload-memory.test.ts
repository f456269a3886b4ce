import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenApi, givenApi } from '#test/given/api.ts';

const pdf = Buffer.from('%PDF-1.7\nphotographed on the dock');
const headers = { 'Content-Type': 'application/pdf' };

let api: GivenApi;
let token: string;
beforeAll(async () => {
  api = await givenApi({ settings: { uploadMemoryBytes: 1_000 } });
  await api.person('helen', [{ role: 'warehouse_lead', site: 'CHI' }]);
  token = await api.signIn('helen');
});
afterAll(() => api.stop());

const store = (name: string) => api.call('POST', `/v1/documents?fileName=${name}`, { token, raw: pdf, headers });

/** Begins an upload of 990 bytes, sends one of them, and waits until the server has asked for the rest. */
async function beginUpload(): Promise<Socket> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /v1/documents?fileName=slow.pdf HTTP/1.1',
    'Host: x',
    'Content-Type: application/pdf',
    'Content-Length: 990',
    'Expect: 100-continue',
    'Idempotency-Key: slow-upload',
    `Authorization: Bearer ${token}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n%`);
  await once(socket, 'data');
  return socket;
}

test('uploads beyond the memory set aside for them are asked to wait, and let in when one before them has gone', async () => {
  const slow = await beginUpload();
  const refused = await store('beside.pdf');
  expect(refused).toMatchObject({ status: 429, body: { code: 'request.too-many' } });
  expect(refused.headers.get('retry-after')).toBe('5');

  slow.destroy();
  await expect.poll(async () => (await store('after.pdf')).status).toBe(201);
});

test('one upload alone is let in, however long', async () => {
  const long = Buffer.concat([pdf, Buffer.alloc(5_000, ' ')]);
  const answer = await api.call('POST', '/v1/documents?fileName=long.pdf', { token, raw: long, headers });
  expect(answer.status).toBe(201);
});
