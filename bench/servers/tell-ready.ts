import { createServer } from 'node:http';

/** Answers on the port that was given once everything else is there: how whoever started this program knows. */
export function tellReady(): void {
  createServer((_req, res) => res.end()).listen(Number(process.env.HOLDFAST_PORT), '127.0.0.1');
}
