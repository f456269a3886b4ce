import { createServer } from 'node:http';
import postgres from 'postgres';
import { lotDetailStatement } from '#db/queries/lot-detail-statement.ts';

/** The same rows by the same prepared statement, and nothing around it: nobody is asked who they are, nothing is checked. */
const { DATABASE_URL = '', HOLDFAST_PORT: port } = process.env;
const sql = postgres(DATABASE_URL, {
  max: 20,
  onnotice: () => {},
  connection: { role: 'holdfast_app', 'holdfast.sight': 'all' },
});

createServer(async (req, res) => {
  const lotId = req.url?.slice('/v1/lots/'.length) ?? '';
  if (lotId.length !== 36) return void res.writeHead(404, { 'Content-Length': 0 }).end();
  const [row] = await sql.unsafe(lotDetailStatement, [lotId, null], { prepare: true });
  const body = JSON.stringify(row);
  res.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  res.end(body);
}).listen(Number(port), '127.0.0.1');
