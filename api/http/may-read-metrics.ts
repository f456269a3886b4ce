import type { IncomingMessage } from 'node:http';
import type { Config } from '#config';
import { sameText } from './login-flow.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Who may read what this process measures: whoever has the token of the settings; where there is none, programs on this machine
 * that no proxy stands before. Figures tell how busy a company is, and which refusals an attacker causes.
 */
export function mayReadMetrics(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  { metricsToken }: Pick<Config, 'metricsToken'>,
): boolean {
  if (metricsToken !== undefined) return sameText(headers.authorization ?? '', `Bearer ${metricsToken}`);
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !proxied && loopback.test(socket.remoteAddress ?? '');
}
