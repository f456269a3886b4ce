import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import type { CertificateRecord } from '#domain/supplier-certificates.ts';
import { endCaseTasks } from './case-tasks.ts';
import type { Actor, OperationContext } from './context.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { writeScores } from './score-records.ts';

/**
 * Makes certificates of suppliers of what was planned. What was asked for a certificate that goes on longer now, or is withdrawn, is
 * settled by it. The caller holds their locks.
 */
export async function applyCertificates(
  tx: Tx,
  context: OperationContext,
  actor: Actor,
  planned: readonly PlannedRecord[],
): Promise<void> {
  const rows = JSON.stringify(planned.map(({ recordId, after }) => ({ ...after, id: recordId })));
  await tx.execute(sql`
    insert into supplier_certificates as kept (id, code, party_id, scheme, standard, number, issuer, categories, items, plants,
           valid_from, valid_until, document_id, withdrawn)
    select planned.id, planned.code, party.id, scheme, standard, number, issuer, categories, items, plants, "validFrom",
           "validUntil", "documentId", withdrawn
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, code text, party text, scheme text, standard text, number text,
             issuer text, categories jsonb, items jsonb, plants jsonb, "validFrom" date, "validUntil" date, "documentId" uuid,
             withdrawn boolean)
      join parties party on party.code = planned.party
    on conflict (id) do update set scheme = excluded.scheme, standard = excluded.standard, number = excluded.number,
           issuer = excluded.issuer, categories = excluded.categories, items = excluded.items, plants = excluded.plants,
           valid_from = excluded.valid_from, valid_until = excluded.valid_until, document_id = excluded.document_id,
           withdrawn = excluded.withdrawn, version = kept.version + 1`);
  await tx.execute(sql`
    insert into document_links (document_id, subject_kind, subject_id, linked_by, linked_at)
    select "documentId", 'supplier_certificate', id, ${actor.caller.id}, ${context.clock.now().toISOString()}::timestamptz
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, "documentId" uuid) where "documentId" is not null
    on conflict do nothing`);
  for (const { recordId: id, changed, action } of planned)
    if (action === 'change' && changed.some((field) => field === 'validUntil' || field === 'withdrawn'))
      await endCaseTasks(
        tx,
        context,
        actor,
        { kind: 'supplier_certificate', id },
        { as: 'settled', note: 'The certificate was changed' },
      );
  // Their kind is certificate, hence so are their records.
  const suppliers = [...new Set(planned.map(({ after }) => (after as CertificateRecord).party))];
  await writeScores(tx, context, 'party', [...(await readRecords(tx, 'party', suppliers)).values()]);
}
