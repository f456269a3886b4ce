import { afterEach, expect, test } from 'vitest';
import { type Mail, openMailOutlet } from '#activities/mail-outlet.ts';
import { type GivenMailServer, givenMailServer, headerOf } from './given/mail-server.ts';

let server: GivenMailServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const mail: Mail = {
  id: '01a205e6-0000-7000-8000-000000000001',
  date: new Date('2026-11-23T12:00:00Z'),
  to: { name: 'Inés "QA" Carvalho\r\nBcc: all@example.com', address: 'ines@fern.example' },
  subject: 'Waiting: Kräuter · 2 °C',
  text: 'A task is still open.',
  html: '<p>A task is still open.</p>',
};

test('a mail has both parts, one message id for every try, and no header from what people wrote', async () => {
  server = await givenMailServer();
  const send = openMailOutlet(server.settings);
  expect([await send(mail), await send(mail)]).toEqual([{ state: 'sent' }, { state: 'sent' }]);
  const [first, second] = server.taken;
  if (!first || !second) throw new Error('Two mails were sent');
  expect(headerOf(first, 'Message-ID')).toBe(`<${mail.id}@fern.example>`);
  expect(headerOf(second, 'Message-ID')).toBe(headerOf(first, 'Message-ID'));
  expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated');
  expect(headerOf(first, 'Content-Type')).toMatch(/^multipart\/alternative/);
  expect(headerOf(first, 'Bcc')).toBeUndefined();
  expect(server.tries).toEqual(['ines@fern.example', 'ines@fern.example']);
});

test('is not sent in the clear where TLS is required, and in the clear only where that is allowed', async () => {
  server = await givenMailServer();
  const required = openMailOutlet({ ...server.settings, tls: 'required' });
  expect(await required(mail)).toMatchObject({ state: 'deferred' });
  expect(server.taken).toEqual([]);
  expect(await openMailOutlet({ ...server.settings, tls: 'opportunistic' })(mail)).toEqual({ state: 'sent' });
});

test('a server whose certificate nobody vouches for gets nothing where TLS is required', async () => {
  server = await givenMailServer({}, { authOptional: true });
  expect(await openMailOutlet({ ...server.settings, tls: 'required' })(mail)).toMatchObject({
    state: 'deferred',
    error: expect.stringMatching(/certificate/i),
  });
  expect(server.taken).toEqual([]);
});

test('a refused recipient is final; a refused login, a server away or one that puts off is not', async () => {
  server = await givenMailServer({ 'gone@fern.example': [550], 'busy@fern.example': [421] });
  const send = openMailOutlet(server.settings);
  const to = (address: string) => send({ ...mail, to: { name: 'X', address } });
  expect(await to('gone@fern.example')).toEqual({ state: 'refused', error: '550 No such user here' });
  expect(await to('busy@fern.example')).toMatchObject({ state: 'deferred' });
  const withLogin = openMailOutlet({ ...server.settings, auth: { user: 'holdfast', pass: 'wrong' } });
  expect(await withLogin(mail)).toMatchObject({ state: 'deferred' });
  await server.stop();
  expect(await send(mail)).toMatchObject({ state: 'deferred', error: expect.stringContaining('ECONNREFUSED') });
  server = undefined;
});
