import type { IncomingMessage } from 'node:http';

type Sent = Pick<IncomingMessage, 'method' | 'headers'>;

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that a browser may have sent on its own comes from our own pages. Reading is always allowed: the
 * answer is not readable elsewhere. Browsers state Sec-Fetch-Site since 2023 and Origin before; what states neither is no
 * browser and has no business with a cookie.
 */
export function isSameOrigin({ method = 'GET', headers }: Sent, origin: string): boolean {
  if (safe.has(method)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && headers.origin === origin;
}

/** Whether a browser says that another site made it send this. */
export const isFromElsewhere = ({ headers }: Sent): boolean => {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
};
