import type { IncomingMessage } from 'node:http';
import { allow, type Result, refuse } from '#domain/result.ts';

const nothing = Buffer.alloc(0);

/** Whether a request announces a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Reads a body of at most `limit` bytes; refuses longer ones unread, as well as packed ones and those that break off. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Result<Buffer>> {
  if (!hasBody(req)) return allow(nothing);
  const { 'content-encoding': encoding, 'content-length': announced } = req.headers;
  if (encoding !== undefined && encoding !== 'identity') {
    return refuse('request.unsupported-media-type', 'Send the body without Content-Encoding');
  }
  const tooLarge = refuse('request.too-large', `A body has at most ${limit} bytes here`);
  if (Number(announced ?? 0) > limit) return tooLarge;

  const brokenOff = refuse('request.malformed', 'The body is not as long as its Content-Length says', '');
  // Whoever went away while the door was asked has said so already, and says nothing more.
  if (req.destroyed && !req.readableEnded) return brokenOff;

  const { promise, resolve } = Promise.withResolvers<Result<Buffer>>();
  const parts: Buffer[] = [];
  let length = 0;
  req.on('data', (part: Buffer) => {
    length += part.length;
    if (length > limit) resolve(tooLarge);
    else parts.push(part);
  });
  req.on('end', () => resolve(allow(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))));
  req.on('error', () => resolve(brokenOff));
  req.on('close', () => resolve(brokenOff));
  return promise;
}
