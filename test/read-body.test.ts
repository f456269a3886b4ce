import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { sameText } from '#api/http/login-flow.ts';
import { readBody } from '#api/http/read-body.ts';

test('whoever went away before their body was read is refused, and nothing waits for the rest', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const arrived = once(server, 'request') as Promise<[IncomingMessage]>;
  const leaving = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'Content-Length': 990 } });
  leaving.on('error', () => {});
  leaving.write('%');
  const [req] = await arrived;
  const gone = new Promise((resolve) => req.once('close', resolve));
  leaving.destroy();
  await gone;
  expect(await readBody(req, 1_000)).toMatchObject({ ok: false, violation: { code: 'request.malformed' } });
  server.close();
});

test('text of as many characters and more bytes is another text, not a fault', () => {
  expect(sameText('é', 'e')).toBe(false);
  expect(sameText('state', 'state')).toBe(true);
});
