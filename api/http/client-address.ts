import type { IncomingMessage } from 'node:http';

/** Each of so many proxies in front has added whom it heard from to X-Forwarded-For; further left anybody may have written. */
export function clientAddress({ socket, headers }: IncomingMessage, trustedProxies: number): string {
  const heard = plain(socket.remoteAddress ?? '');
  const forwarded = headers['x-forwarded-for'];
  if (typeof forwarded !== 'string') return heard;
  const chain = [...forwarded.split(',').map((address) => address.trim()), heard].reverse();
  return plain(chain[Math.min(trustedProxies, chain.length - 1)] ?? heard).slice(0, 64);
}

/** An IPv4 address that came over an IPv6 socket, as IPv4. */
const plain = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address);

/** What one network is counted as: an IPv4 address, or the /64 that one IPv6 subscriber has to choose addresses from. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after] = address.split('::');
  const left = before.split(':').filter(Boolean);
  const right = (after ?? '').split(':').filter(Boolean);
  const gap = after === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(gap).fill('0'), ...right].slice(0, 4).join(':');
}
