import { expect, test } from 'vitest';
import { checkWebhookUrl, isPublicAddress } from '#domain/webhook-address.ts';

test.each(['93.184.215.14', '8.8.8.8', '100.63.255.255', '172.32.0.1', '2606:2800:21f:cb07::1', '2a00:1450:4001::'])(
  '%s is on the open internet',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::1',
  '01.2.3.4',
  '1.2.3',
  '1.2.3.256',
  '0x7f.0.0.1',
  '1:2:3:4:5:6:7',
  '1::2::3',
  '12345::',
  '',
  'localhost',
])('"%s" is not', (address) => expect(isPublicAddress(address)).toBe(false));

test.each([
  ['https://hooks.example.com/x', true],
  ['https://93.184.215.14/', true],
  ['http://hooks.example.com/', false],
  ['https://0x7f000001/', false],
  ['https://127.1/', false],
  ['https://[::ffff:7f00:1]/', false],
  ['https://a:b@hooks.example.com/', false],
  ['ftp://inside.example/', false],
  ['http://inside.example/', true],
  ['javascript:alert(1)', false],
])('%s may be a webhook: %s', (url, may) => expect(checkWebhookUrl(url, ['inside.example']).ok).toBe(may));
