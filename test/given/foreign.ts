import type postgres from 'postgres';
import { announceGoods } from '#operations/announce-goods.ts';
import type { OperationContext } from '#operations/context.ts';
import { moveStock } from '#operations/move-stock.ts';
import { placeHold } from '#operations/place-hold.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { recordTemperatureReadings } from '#operations/record-temperature-readings.ts';
import type { AskedGrant } from '#operations/resolve-grants.ts';
import type { Answer } from '#operations/run-command.ts';
import { fingerprint, newSessionToken } from '#operations/secrets.ts';
import { cheese, delivery } from './deliveries.ts';
import { commandOf } from './lots.ts';
import { importer } from './master-data.ts';

/** Stands in whatever only those may read in whose scope it is. */
export const secret = 'UNSEEN';

export const done = <Output>(answer: Answer<Output>): Output => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
};

/** Goods of MFF at EWR with everything that can be about them; the ids by the names that paths and bodies have for them. */
export async function givenForeign(context: OperationContext, sql: postgres.Sql): Promise<Record<string, string>> {
  const order = {
    site: 'EWR',
    owner: 'MFF',
    supplier: 'TGD',
    lines: [{ item: 'GC-BULK', quantity: '20', unit: 'tub' }],
  };
  const number = `PO-${secret}`;
  const purchaseOrder = done(
    await announceGoods(context, commandOf(importer, { ...order, kind: 'purchase_order' as const, number })),
  );
  const notice = done(
    await announceGoods(
      context,
      commandOf(importer, { ...order, kind: 'advance_notice' as const, number: `AN-${secret}`, purchaseOrder: number }),
    ),
  );
  const received = done(
    await receiveGoods(context, commandOf(importer, delivery({ purchaseOrder: number, lines: [cheese()] }))),
  );
  const lot = received.lines[0];
  if (!lot) throw new Error('A line was received');
  const line = {
    lot: lot.lotCode,
    owner: 'MFF',
    condition: 'received' as const,
    from: 'DOCK-IN',
    to: 'C-01',
    quantity: '20',
    unit: 'tub',
  };
  done(await moveStock(context, commandOf(importer, { site: 'EWR', kind: 'put_away' as const, lines: [line] })));
  const reason = `${secret}: traces of mice on the pallet`;
  const hold = done(
    await placeHold(context, commandOf(importer, { lot: lot.lotCode, site: 'EWR', rule: 'pest' as const, reason })),
  );
  done(
    await placeHold(
      context,
      commandOf(importer, { lot: lot.lotCode, rule: 'pest' as const, reason: `${reason}, everywhere` }),
    ),
  );
  const inspection = done(
    await recordInspection(
      context,
      commandOf(importer, {
        site: 'EWR',
        lots: [lot.lotCode],
        result: 'pass' as const,
        checks: [{ name: `Smell ${secret}`, result: 'pass' as const }],
        documents: [],
      }),
    ),
  );
  const reading = {
    site: 'EWR',
    location: 'C-01',
    sensor: `S-${secret}`,
    celsius: '3',
    happenedAt: new Date().toISOString(),
  };
  done(await recordTemperatureReadings(context, commandOf(importer, { readings: [reading] })));
  const documentId = context.newId();
  await sql`insert into documents (id, sha256, media_type, size_bytes, file_name, uploaded_by, uploaded_at)
            values (${documentId}, ${'a'.repeat(64)}, 'application/pdf', 3, ${`${secret}.pdf`}, 'system', now())`;
  await sql`insert into document_links (document_id, subject_kind, subject_id, linked_by, linked_at)
            values (${documentId}, 'receipt', ${received.receiptId}, 'system', now())`;
  const [rows] = await sql`
    select (select id from certificates where lot_id = ${lot.lotId} limit 1) as "certificateId",
           (select id from release_approvals where lot_id = ${lot.lotId} limit 1) as "releaseId"`;
  const limitId = context.newId();
  await sql`
    insert into release_limits (id, release_id, lot_id, owner_id, site_id, use_by, set_at)
    select ${limitId}, id, lot_id, owner_id, site_id, current_date + 30, now() from release_approvals where id = ${String(rows?.releaseId)}`;
  return {
    lotId: lot.lotId,
    lot: lot.lotCode,
    site: 'EWR',
    owner: 'MFF',
    holdId: hold.holdId,
    reviewId: hold.reviewId,
    taskId: hold.taskId,
    receiptId: received.receiptId,
    inspectionId: inspection.inspectionId,
    certificateId: String(rows?.certificateId),
    releaseId: String(rows?.releaseId),
    limitId,
    documentId,
    purchaseOrderId: purchaseOrder.id,
    noticeId: notice.id,
  };
}

/** A signed-in person without a password, as fast as rows are written; answers the token. */
export async function givenPersonIn(
  sql: postgres.Sql,
  { newId }: OperationContext,
  name: string,
  {
    role,
    entity = null,
    site = null,
    category = null,
  }: { [Key in keyof AskedGrant]: AskedGrant[Key] | null } & { role: string },
): Promise<{ id: string; token: string; grantId: string; sessionId: string }> {
  const [id, sessionId, grantId, token] = [newId(), newId(), newId(), newSessionToken()];
  const secretKey = 'a secret of thirty-two characters or more';
  await sql`insert into users (id, username, name) values (${id}, ${name}, ${name})`;
  await sql`
    insert into role_grants (id, user_id, role, entity_id, site_id, category, valid_from, granted_by)
    values (${grantId}, ${id}, ${role}, (select id from legal_entities where code = ${entity}),
            (select id from sites where code = ${site}), ${category}, now() - interval '1 hour', 'test')`;
  await sql`
    insert into sessions (id, user_id, token_hmac, created_at, expires_at, last_seen_at)
    values (${sessionId}, ${id}, ${fingerprint(secretKey, token)}, now(), now() + interval '1 hour', now())`;
  return { id, token, grantId, sessionId };
}
