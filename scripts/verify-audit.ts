import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readStartConfig } from '#config';
import { connect } from '#db/connect.ts';
import { findMissingSignatures } from '#db/queries/missing-signatures.ts';
import { verifyAudit } from '#db/queries/verify-audit.ts';
import { verifySignatures } from '#db/queries/verify-signatures.ts';
import type { AuditProblem, AuditSeal } from '#domain/audit-seals.ts';
import type { SignatureProblem } from '#domain/signatures.ts';

/**
 * Holds the audit trail against its seals, and against seals kept elsewhere, and each signature against its record: `--seals` names a file as
 * `/v1/audit/seals/export` answers it, or pages of `/v1/audit/seals`, one on each line. Tells every problem as a sentence, or
 * as a line of JSON with `--json`. Ends with 0 where the trail is sound, 1 where it is not, 2 where that could not be told.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seals: { type: 'string' },
      json: { type: 'boolean', default: false },
      from: { type: 'string' },
      until: { type: 'string' },
    },
  });
  const { databaseUrl: url } = readStartConfig();
  if (!url) throw new Error('DATABASE_URL is missing; set it to the database whose trail is to be verified.');
  for (const number of [values.from, values.until])
    if (number !== undefined && !/^[1-9]\d{0,17}$/.test(number)) throw new Error(`${number} is no number of a seal.`);
  const db = connect(url, { role: 'holdfast_report', poolSize: 2, applicationName: 'verify-audit', sight: 'all' });
  try {
    const kept = values.seals === undefined ? undefined : readSeals(values.seals);
    const { from, until } = values;
    const tell = (problem: AuditProblem | SignatureProblem) =>
      console.log(values.json ? JSON.stringify(problem) : `${problem.kind}: ${problem.message}`);
    const done = await verifyAudit(db, {
      from,
      until,
      kept,
      report: tell,
    });
    const { unsealed } = done;
    const waiting = unsealed?.rows
      ? ` ${unsealed.rows} entries since ${unsealed.oldestRecordedAt} are not sealed yet.`
      : '';
    console.log(
      values.json
        ? JSON.stringify(done)
        : `${done.problems === 0 ? 'Sound' : `${done.problems} problems`}: ${done.rows} entries in ${done.seals} seals.${waiting}`,
    );
    if (until !== undefined) return done.problems === 0 ? 0 : 1;
    const signed = await verifyAllSignatures(url, tell);
    console.log(
      values.json
        ? JSON.stringify(signed)
        : `${signed.problems === 0 ? 'Sound' : `${signed.problems} problems`}: ${signed.signatures} signatures.`,
    );
    return done.problems + signed.problems === 0 ? 0 : 1;
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

/** Every signature, a page at a time, and what is missing of them; the login must be able to become `holdfast_app` for it. */
async function verifyAllSignatures(url: string, report: (problem: SignatureProblem) => void) {
  const all = { signatures: 0, problems: 0 };
  // What signers proved is not for reports: whose session it was stands beside it.
  const db = connect(url, { role: 'holdfast_app', poolSize: 1, applicationName: 'verify-audit', sight: 'all' });
  for (let after: string | null = null; ; ) {
    const page = await verifySignatures(db, { after, limit: 500, report });
    all.signatures += page.signatures;
    all.problems += page.problems;
    if (page.next === null) break;
    after = page.next;
  }
  for (const problem of await findMissingSignatures(db, 1_000)) {
    all.problems += 1;
    report(problem);
  }
  await db.$client.end({ timeout: 5 });
  return all;
}

/** The seals of a file, line by line, each a seal or a page of them. */
async function* readSeals(path: string): AsyncGenerator<AuditSeal> {
  let last = 0n;
  for await (const line of createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === '') continue;
    const read = JSON.parse(line) as AuditSeal | { items: AuditSeal[] };
    for (const seal of 'items' in read ? read.items : [read]) {
      // What else is wrong with a seal of the file, its own hash tells.
      if (!/^[1-9]\d{0,17}$/.test(seal.number) || BigInt(seal.number) <= last)
        throw new Error(`${path} is no export of seals in their order: seal ${seal.number} comes after ${last}.`);
      last = BigInt(seal.number);
      yield seal;
    }
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
