import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { DeliveryOutcome } from '#domain/delivery-retry.ts';
import { checkWebhookUrl, isAddress, isPublicAddress } from '#domain/webhook-address.ts';

export type WebhookSettings = {
  /** Hosts that may be reached although they are not on the open internet, also by http. */
  allowedHosts: readonly string[];
  /** What a name leads to; the system's resolver unless a test says otherwise. */
  resolve?: (host: string) => Promise<string[]>;
  patienceMilliseconds?: number;
};

/** One message to one endpoint. With two secrets, while one replaces the other, either proves it. */
export type Posting = { id: string; url: string; secrets: readonly string[]; at: Date; payload: string };

/** Of an answer nothing is used but its status; more than this of it is not even read. */
const mostAnswerBytes = 65_536;

const resolveAll = async (host: string): Promise<string[]> =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * Posts a message, signed as standardwebhooks.com says. The name is resolved here, every address it leads to is looked at, and
 * the connection goes to the one that was looked at: a name that leads elsewhere a moment later gains nothing by it. Redirects
 * are not followed, for the same reason.
 */
export async function postWebhook(posting: Posting, settings: WebhookSettings): Promise<DeliveryOutcome> {
  const { allowedHosts, resolve = resolveAll, patienceMilliseconds = 8_000 } = settings;
  const checked = checkWebhookUrl(posting.url, allowedHosts);
  if (!checked.ok) return { state: 'refused', error: checked.violation.message };
  const host = checked.value.hostname.replace(/^\[|\]$/g, '');
  try {
    const addresses = isAddress(host) ? [host] : await resolve(host);
    const closed = allowedHosts.includes(host) ? undefined : addresses.find((address) => !isPublicAddress(address));
    if (closed !== undefined)
      return { state: 'deferred', error: `${host} leads to ${closed}, which is not on the open internet` };
    const [address] = addresses;
    if (address === undefined) return { state: 'deferred', error: `${host} leads nowhere` };
    return outcomeOf(await post(checked.value, address, posting, AbortSignal.timeout(patienceMilliseconds)));
  } catch (error) {
    return { state: 'deferred', error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return { state: 'sent' };
  if (status === 410) return { state: 'refused', error: 'The endpoint says that it is gone (410)' };
  if (status >= 300 && status < 400) return { state: 'deferred', error: `Redirects are not followed (${status})` };
  return { state: 'deferred', error: `The endpoint answered ${status}` };
}

function post(url: URL, address: string, { id, secrets, at, payload }: Posting, signal: AbortSignal): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const client = url.protocol === 'https:' ? https : http;
  const sent = client.request(
    {
      host: address,
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      // The certificate is that of the name, whatever address it was reached by.
      ...(isAddress(url.hostname) ? {} : { servername: url.hostname }),
      agent: false,
      signal,
      headers: {
        host: url.host,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
        'user-agent': 'Holdfast',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, payload)).join(' '),
      },
    },
    (answer) => {
      let read = 0;
      const done = () => resolve(answer.statusCode ?? 0);
      answer.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read <= mostAnswerBytes) return;
        done();
        answer.destroy();
      });
      answer.on('end', done);
      answer.on('error', reject);
    },
  );
  sent.on('error', reject);
  sent.end(payload);
  return promise;
}
