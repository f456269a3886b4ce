import { createServer } from 'node:http';

/** Answers the same bytes to everybody: what `node:http` can do with nothing in front of it. */
const { BENCH_BODY: body = '', HOLDFAST_PORT: port } = process.env;
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) };

createServer((_req, res) => {
  res.writeHead(200, headers);
  res.end(body);
}).listen(Number(port), '127.0.0.1');
