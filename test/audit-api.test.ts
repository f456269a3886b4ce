import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashLeaf, hashSeal, type ProofStep, rootOfProof } from '#db/audit-hashes.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';
import { systemCaller } from '#operations/context.ts';
import { writeAudit } from '#operations/write-audit.ts';
import { type GivenApi, givenApi } from './given/api.ts';
import { attack, sealAll } from './given/audit.ts';
import { givenContext } from './given/context.ts';
import { basil } from './given/deliveries.ts';

let api: GivenApi;
let auditor: string;
let helen: string;
let lotId: string;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-seals-'));

beforeAll(async () => {
  api = await givenApi();
  await api.person('helen', [{ role: 'warehouse_lead', site: 'CHI' }]);
  await api.person('audrey', [{ role: 'auditor' }]);
  await api.person('newark', [{ role: 'auditor', site: 'EWR' }]);
  helen = await api.signIn('helen');
  auditor = await api.signIn('audrey');
  const made = await api.call('POST', '/v1/receipts', { token: helen, body: basil() });
  lotId = String((made.body.lines as { lotId: string }[])[0]?.lotId);
  const context = givenContext(api.database.db);
  await context.db.transaction((tx) =>
    writeAudit(tx, context, { caller: systemCaller, cause: {}, commandId: 'hostile' }, [
      { action: 'lot.received', subjectKind: 'lot', subjectId: lotId, lotId, reason: '<script>alert("1")</script>' },
    ]),
  );
  await sealAll(context, api.database.sql, 3);
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, token = auditor) => api.call('GET', `/v1${path}`, { token });

test('a stranger with the root of a seal can check each entry of a lot', async () => {
  const { status, body } = await get(`/lots/${lotId}/audit-export`);
  expect(status).toBe(200);
  const entries = body.entries as { seal: string; canonical: string; proof: ProofStep[]; subjectId: string }[];
  const seals = new Map((body.seals as AuditSeal[]).map((seal) => [seal.number, seal]));
  expect(entries.length).toBeGreaterThan(2);
  for (const { seal, canonical, proof, subjectId } of entries) {
    expect(rootOfProof(hashLeaf(canonical), proof)).toBe(seals.get(seal)?.root);
    expect(JSON.parse(canonical)).toMatchObject({ lotId, subjectId });
  }
  for (const seal of seals.values()) expect(hashSeal(seal)).toBe(seal.hash);
});

test('the page to print has no script and nothing in it that somebody else wrote as markup', async () => {
  const { status, headers, body } = await get(`/lots/${lotId}/audit-export/page`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/html');
  expect(body.text).not.toContain('<script');
  expect(body.text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  expect(body.text).toContain('@media print');
});

test('whoever may read the trail of one site only is told how much was left out', async () => {
  const all = await get(`/lots/${lotId}/audit-export`);
  const { body } = await get(`/lots/${lotId}/audit-export`, await api.signIn('newark'));
  expect(body.leftOut).toBeGreaterThan(0);
  expect((body.entries as unknown[]).length + Number(body.leftOut)).toBe((all.body.entries as unknown[]).length);
});

test('seals are read page by page, and by nobody without the right', async () => {
  const first = await get('/audit/seals?limit=1');
  expect(first.body.items).toMatchObject([{ number: '1', previousHash: '0'.repeat(64) }]);
  const second = await get(`/audit/seals?limit=1&cursor=${first.body.nextCursor}`);
  expect(second.body.items).toMatchObject([{ number: '2', previousHash: (first.body.items as AuditSeal[])[0]?.hash }]);
  for (const path of ['/audit/seals', '/audit/seals/export', '/audit/verification', `/lots/${lotId}/audit-export`])
    expect(await get(path, helen)).toMatchObject({ status: 403, body: { code: 'access.right-missing' } });
});

test('the trail is verified by the API and by the command, which also finds what was cut off with its seals', async () => {
  expect(await get('/audit/verification')).toMatchObject({
    status: 200,
    body: { sound: true, problems: [], next: null },
  });
  const seals = await fetch(`${api.url}/v1/audit/seals/export`, { headers: { Authorization: `Bearer ${auditor}` } });
  const file = join(folder, 'seals.jsonl');
  writeFileSync(file, await seals.text());
  expect(await verify('--seals', file)).toMatchObject({ code: 0, output: expect.stringContaining('Sound') });

  const end = '(select from_transaction, from_position from audit_seals order by number desc limit 1)';
  await attack(
    api.database.sql,
    `delete from audit_entries where (transaction_id, position) >= ${end}`,
    'delete from audit_seals where number = (select max(number) from audit_seals)',
    "update audit_entries set actor_name = 'Nobody' where position = 1",
  );
  expect(await get('/audit/verification')).toMatchObject({
    body: { sound: false, problemCount: 1, problems: [{ kind: 'edited', seal: '1', position: '1' }] },
  });
  const { code, output } = await verify('--seals', file, '--json');
  expect(code).toBe(1);
  const kinds = output.split('\n').map((line) => (JSON.parse(line) as { kind?: string }).kind);
  expect(kinds).toContain('edited');
  expect(kinds).toContain('seal-cut-off');
  expect(kinds).toContain('cut-off');
});

test('the command says so when it cannot tell', async () => {
  expect(await verify('--seals', join(folder, 'missing.jsonl'))).toMatchObject({ code: 2 });
});

function verify(...args: string[]): Promise<{ code: number; output: string }> {
  const script = fileURLToPath(new URL('../scripts/verify-audit.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, ...args],
      { env: { DATABASE_URL: api.database.ownerUrl } },
      (error, output) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: output.trim() }),
    );
  });
}
