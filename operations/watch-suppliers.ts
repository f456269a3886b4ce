import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import { addDays } from '#domain/calendar-date.ts';
import type { CertificateScheme } from '#domain/certificates.ts';
import { type Cause, type OperationContext, systemCaller } from './context.ts';
import { readPolicyBook } from './policy-book.ts';
import { writeScores } from './score-records.ts';
import { writeAudit } from './write-audit.ts';
import { writeTasks } from './write-task.ts';

const atOnce = 200;

/**
 * Looks at some suppliers with certificates, from one on: scores them by how their certificates stand today, and asks for what
 * follows each that ends within the days policy says. A task is written once for each end; the next one is for another.
 */
export async function watchSuppliers(
  context: OperationContext,
  { after, cause = {} }: { after: string | null; cause?: Cause },
): Promise<{ next: string | null; asked: number }> {
  return await context.db.transaction(async (tx) => {
    const suppliers = await tx.execute<{ id: string; code: string }>(sql`
      select id, code from parties party where exists (select from supplier_certificates paper where paper.party_id = party.id)
         and ${after === null ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${atOnce}`);
    if (suppliers.length === 0) return { next: null, asked: 0 };
    const codes = suppliers.map(({ code }) => code);
    await writeScores(tx, context, 'party', [...(await readRecords(tx, 'party', codes)).values()]);
    const asked = await askForWhatFollows(
      tx,
      context,
      cause,
      suppliers.map(({ id }) => id),
    );
    return { next: suppliers.length < atOnce ? null : (suppliers.at(-1)?.id ?? null), asked };
  });
}

type Ending = {
  id: string;
  code: string;
  supplier: string;
  scheme: CertificateScheme;
  number: string;
  validUntil: string;
};

async function askForWhatFollows(
  tx: Tx,
  context: OperationContext,
  cause: Cause,
  supplierIds: readonly string[],
): Promise<number> {
  const now = context.clock.now();
  const book = await readPolicyBook(tx, now, ['certificate_expiry_warning_days']);
  const warning = Number(book.read('certificate_expiry_warning_days', {}).value);
  const until = addDays(now.toISOString().slice(0, 10), warning);
  // Locked, so that of two runs at once only one asks.
  const ending = await tx.execute<Ending>(sql`
    select paper.id, paper.code, party.code as supplier, paper.scheme, paper.number, paper.valid_until as "validUntil"
      from supplier_certificates paper join parties party on party.id = paper.party_id
     where paper.party_id in (select jsonb_array_elements_text(${JSON.stringify(supplierIds)}::jsonb)::uuid)
       and not paper.withdrawn and paper.valid_until <= ${until}::date
       and not exists (select from supplier_certificates later where later.party_id = paper.party_id
                          and later.scheme = paper.scheme and not later.withdrawn and later.valid_until > paper.valid_until)
     order by paper.id for update of paper`);
  const asked = await tx.execute<{ id: string; due: string }>(sql`
    select subject_id as id, (due_at at time zone 'UTC')::date::text as due from tasks
     where kind = 'renew_supplier_certificate' and subject_kind = 'supplier_certificate'
       and subject_id in (select jsonb_array_elements_text(${JSON.stringify(ending.map(({ id }) => id))}::jsonb)::uuid)`);
  const known = new Set(asked.map(({ id, due }) => `${id} ${due}`));
  const fresh = ending.filter(({ id, validUntil }) => !known.has(`${id} ${validUntil}`));
  await writeTasks(
    tx,
    context,
    fresh.map(({ id, code, supplier, scheme, number, validUntil }) => ({
      kind: 'renew_supplier_certificate' as const,
      team: 'master_data' as const,
      title: `Ask ${supplier} for the ${scheme.replaceAll('_', ' ')} certificate that follows ${number}`.slice(0, 300),
      detail: `${code} is valid until ${validUntil}. Propose the next one, or another end of this one`,
      subjectKind: 'supplier_certificate',
      subjectId: id,
      dueAt: new Date(`${validUntil}T23:59:59Z`),
    })),
  );
  const commandId = `watch-suppliers:${now.toISOString()}`;
  await writeAudit(
    tx,
    context,
    { caller: systemCaller, cause, commandId },
    fresh.map(({ id, number, validUntil }) => ({
      action: 'supplier_certificate.next_asked_for',
      subjectKind: 'supplier_certificate',
      subjectId: id,
      after: { number, validUntil },
    })),
  );
  return fresh.length;
}
