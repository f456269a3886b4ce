import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readStartConfig } from '#config';
import { connect } from '#db/connect.ts';
import { verifyAudit } from '#db/queries/verify-audit.ts';
import type { AuditSeal } from '#domain/audit-seals.ts';

/**
 * Holds the audit trail against its seals, and against seals kept elsewhere: `--seals` names a file as
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
    const done = await verifyAudit(db, {
      from,
      until,
      kept,
      report: (problem) => console.log(values.json ? JSON.stringify(problem) : `${problem.kind}: ${problem.message}`),
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
    return done.problems === 0 ? 0 : 1;
  } finally {
    await db.$client.end({ timeout: 5 });
  }
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
