import type { Request, Response } from 'express';
import type { Contract, FileAnswer } from '#api/contracts/contract.ts';
import type { Locals } from './locals.ts';
import { etagOf, hasSeen } from './preconditions.ts';

type Req = Pick<Request, 'headers' | 'method'>;
type Res = Response<unknown, Locals>;
type Answerer = (req: Req, res: Res, value: unknown, repeated: boolean) => void;

/** Makes what answers a contract: only what it names leaves, and what breaks it is a fault, not an answer. */
export function createAnswerer(contract: Contract): Answerer {
  const { response, operationId, status, etag, location, download } = contract;
  return (req, res, value, repeated) => {
    if (repeated) res.setHeader('Idempotency-Replayed', 'true');
    res.setHeader('Cache-Control', etag || download ? 'private, no-cache' : 'no-store');
    // The handler's type asks for exactly this where the contract has `download`.
    if (download) return sendFile(req, res, value as FileAnswer);
    if (!response) return void res.status(status).end();

    const parsed = response.safeParse(value);
    if (!parsed.success) throw new Error(`The answer of ${operationId} breaks its contract: ${parsed.error.message}`);
    const fields = parsed.data as Record<string, unknown> | null;
    if (location) res.setHeader('Location', `/v1${fill(location, fields)}`);
    if (etag) {
      const tag = etagOf(fields?.version);
      res.setHeader('ETag', tag);
      if (isRead(req) && hasSeen(req.headers['if-none-match'], tag)) return void res.status(304).end();
    }
    const body = JSON.stringify(parsed.data);
    res.statusCode = status;
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Content-Length', Buffer.byteLength(body));
    res.end(body);
  };
}

const isRead = ({ method }: Req): boolean => method === 'GET' || method === 'HEAD';

const fill = (template: string, fields: Record<string, unknown> | null): string =>
  template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(String(fields?.[name])));

/** A file is saved, never shown in our origin: whoever uploaded it may have put a script into it. */
function sendFile(req: Req, res: Res, { bytes, contentType, fileName, sha256 }: FileAnswer): void {
  res.attachment(fileName);
  res.setHeader('Content-Type', contentType);
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  if (sha256 !== undefined) {
    const tag = etagOf(sha256);
    res.setHeader('ETag', tag);
    if (hasSeen(req.headers['if-none-match'], tag)) return void res.status(304).end();
  }
  res.setHeader('Content-Length', bytes.byteLength);
  res.status(200).end(bytes);
}
