import { allow, type Result, refuse } from './result.ts';

/**
 * Address ranges that nothing outside the house answers from: loopback, private, link-local (where clouds keep their metadata
 * service), carrier-grade NAT, documentation, benchmarking, multicast, reserved. (IANA special-purpose registries, RFC 6890.)
 */
const closed4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of IPv6 only global unicast is open; in it these carry an IPv4 address inside, or are for documentation and tests. */
const closed6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** Whether an IP address (as text, resolved) belongs to the open internet. What is not understood does not. */
export function isPublicAddress(address: string): boolean {
  const four = parse4(address);
  if (four !== null) return !closed4.some(([network, bits]) => within(four, parse4(network) ?? 0n, bits, 32));
  const six = parse6(address);
  if (six === null || !within(six, parse6('2000::') ?? 0n, 3, 128)) return false;
  return !closed6.some(([network, bits]) => within(six, parse6(network) ?? 0n, bits, 128));
}

/** Whether this text is an address and no name. */
export const isAddress = (host: string): boolean => parse4(host) !== null || parse6(host) !== null;

const within = (address: bigint, network: bigint, bits: number, width: number): boolean =>
  address >> BigInt(width - bits) === network >> BigInt(width - bits);

/** Four decimal parts without leading zeros: other notations mean different addresses to different programs. */
function parse4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parse6(text: string): bigint | null {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map(groupsOf);
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((sum, group) => sum * 65_536n + group, 0n);
}

function groupsOf(half: string): bigint[] | null {
  if (half === '') return [];
  const groups: bigint[] = [];
  for (const part of half.split(':')) {
    const four = part.includes('.') ? parse4(part) : null;
    if (four !== null) groups.push(four >> 16n, four & 65_535n);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

/** Where a webhook may be posted to, as far as its address alone tells: what its name leads to is looked at when it is used. */
export function checkWebhookUrl(text: string, allowedHosts: readonly string[], pointer?: string): Result<URL> {
  const no = (message: string) => refuse('webhook.address-not-allowed', message, pointer);
  if (!URL.canParse(text)) return no('A webhook has an address such as https://hooks.example.com/holdfast');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return no('An address with a password in it would be shown to whoever reads it');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (allowedHosts.includes(host)) {
    return url.protocol === 'https:' || url.protocol === 'http:'
      ? allow(url)
      : no('A webhook is posted by http or https');
  }
  if (url.protocol !== 'https:') return no('A webhook is posted by https');
  if (isAddress(host) && !isPublicAddress(host)) return no(`${host} is not on the open internet`);
  return allow(url);
}
