import type { Logger } from 'pino';
import { type Refusal, refuse } from '#domain/result.ts';

const unreachable =
  /^(E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUN|NETUN)\w*|UND_ERR_\w+|OAUTH_TIMEOUT|ERR_JWKS_TIMEOUT)$/;

type Fault = { name?: unknown; code?: unknown; message?: unknown; error?: unknown; cause?: unknown };

/**
 * What went wrong at or with the provider, as a refusal: out of reach, or an answer that does not hold. The reason goes to
 * the log, without the tokens that the libraries' errors carry; whoever sent it learns that it does not hold.
 */
export function refuseProviderFault(error: unknown, log: Logger, doing: string): Refusal {
  const chain = chainOf(error);
  const [first] = chain;
  const reasons = chain.map(({ code, message }) => ({ code, message: String(message).slice(0, 300) }));
  log.warn({ doing, reasons }, 'The identity provider, or what came in its name, was not accepted');
  if (chain.some(isUnreachable)) {
    return refuse('provider.unavailable', 'The identity provider cannot be reached at the moment');
  }
  const told = typeof first?.error === 'string' && /^[a-z_]{1,60}$/.test(first.error) ? ` (${first.error})` : '';
  return refuse('provider.refused', `What came back from the identity provider was not accepted${told}: begin again`);
}

function chainOf(error: unknown): Fault[] {
  const chain: Fault[] = [];
  for (let at = error; typeof at === 'object' && at !== null && chain.length < 5; at = (at as Fault).cause) {
    if (at instanceof Error) chain.push(at as Fault);
  }
  return chain;
}

const isUnreachable = ({ name, code, message }: Fault): boolean =>
  name === 'TimeoutError' ||
  message === 'fetch failed' ||
  message === 'Expected 200 OK from the JSON Web Key Set HTTP response' ||
  (typeof code === 'string' && unreachable.test(code));
