import type { BrowserAnswer, Contract, FileAnswer } from '#api/contracts/contract.ts';
import type { Exchange } from './exchange.ts';
import { leadingOn } from './html-page.ts';
import { etagOf, etagOfRead, hasSeen } from './preconditions.ts';
import { json, send, sendNothing, sendPage, sendTo } from './send.ts';

type Answerer = (exchange: Exchange, value: unknown, repeated: boolean) => void;

/** Makes what answers a contract: only what it names leaves, and what breaks it is a fault, not an answer. */
export function createAnswerer(contract: Contract): Answerer {
  const { response, operationId, status, etag, location, download, browser } = contract;
  const caching = etag || download ? 'private, no-cache' : 'no-store';
  return (exchange, value, repeated) => {
    const { headers } = exchange;
    // Parsed first: a fault answers by itself, without what a success would say.
    const parsed = response?.safeParse(value);
    if (parsed && !parsed.success) {
      throw new Error(`The answer of ${operationId} breaks its contract: ${parsed.error.message}`);
    }
    headers.push('Cache-Control', caching);
    if (repeated) headers.push('Idempotency-Replayed', 'true');
    // The handler's type asks for exactly this where the contract has `download`.
    if (download) return sendFile(exchange, value as FileAnswer);
    if (browser) return sendBrowser(exchange, browser, value as BrowserAnswer); // asked for by the handler's type too
    if (!parsed) return sendNothing(exchange, 204);

    const fields = parsed.data as Record<string, unknown> | null;
    const body = JSON.stringify(parsed.data);
    if (location) headers.push('Location', `/v1${fill(location, fields)}`);
    if (etag) {
      const tag = isRead(exchange) ? etagOfRead(fields?.version, body) : etagOf(fields?.version);
      headers.push('ETag', tag);
      if (isRead(exchange) && hasSeen(exchange.req.headers['if-none-match'], tag)) return sendNothing(exchange, 304);
    }
    send(exchange, status, json, body);
  };
}

const isRead = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD';

const fill = (template: string, fields: Record<string, unknown> | null): string =>
  template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(fields?.[name])));

function sendBrowser(exchange: Exchange, how: 'redirect' | 'page', { goOnTo, title = 'Done' }: BrowserAnswer): void {
  if (how === 'redirect') sendTo(exchange, goOnTo);
  else sendPage(exchange, 200, leadingOn(title, goOnTo));
}

/** A file is saved, never shown in our origin: whoever uploaded it may have put a script into it. */
function sendFile(exchange: Exchange, { bytes, contentType, fileName, sha256 }: FileAnswer): void {
  const { headers, req } = exchange;
  headers.push('Content-Disposition', asAttachment(fileName), 'Content-Security-Policy', 'sandbox');
  let seen = false;
  if (sha256 !== undefined) {
    const tag = etagOf(sha256);
    headers.push('ETag', tag);
    seen = isRead(exchange) && hasSeen(req.headers['if-none-match'], tag);
  }
  if (seen) sendNothing(exchange, 304);
  else send(exchange, 200, contentType, bytes);
}

/** RFC 6266: a name in ASCII for everybody, and the true one for those who know UTF-8. */
function asAttachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '_');
  const exact = encodeURIComponent(fileName.toWellFormed()).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
