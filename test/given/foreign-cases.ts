import type postgres from 'postgres';
import type { Caller } from '#domain/caller.ts';
import { notificationSamples } from '#domain/notification-samples.ts';
import { approveDisposal } from '#operations/approve-disposal.ts';
import { checkImport } from '#operations/check-import.ts';
import type { OperationContext } from '#operations/context.ts';
import { createApiKey } from '#operations/create-api-key.ts';
import { createWebhookEndpoint } from '#operations/create-webhook-endpoint.ts';
import { decideQuarantineReview } from '#operations/decide-quarantine-review.ts';
import { delegateGrants } from '#operations/delegate-grants.ts';
import { destroyGoods } from '#operations/destroy-goods.ts';
import { placeLegalHold } from '#operations/place-legal-hold.ts';
import { proposeMasterData } from '#operations/propose-master-data.ts';
import { proposePolicyChange } from '#operations/propose-policy-change.ts';
import { recordAbsence } from '#operations/record-absence.ts';
import { disposalOf, signedDisposal } from './disposals.ts';
import { done, secret } from './foreign.ts';
import { commandOf, givenLot } from './lots.ts';
import { importer, personWith, readStoryIds } from './master-data.ts';
import { aPolicy } from './policy-changes.ts';
import { givenReviewSigning } from './signing.ts';
import { givenHold } from './workflow.ts';

const secretKey = 'a secret of thirty-two characters or more';

/**
 * What only the engine, administrators or other people make, about goods of MFF at EWR or by somebody who works there (`victim`): each by
 * its own operation, so that a foreign one is really there to be read or changed.
 */
export async function givenForeignCases(
  context: OperationContext,
  sql: postgres.Sql,
  victim: Caller,
): Promise<Record<string, string>> {
  return {
    ...(await givenForeignDisposal(context, sql)),
    ...(await givenForeignPeople(context, sql, victim)),
    ...(await givenForeignRules(context, sql)),
  };
}

async function givenForeignDisposal(context: OperationContext, sql: postgres.Sql): Promise<Record<string, string>> {
  const ids = await readStoryIds(context);
  const [ines, dana, ruth] = [
    personWith('quality_approver', ids.user('i.carvalho')),
    personWith('quality_manager', ids.user('d.whitlock')),
    personWith('warehouse_lead', ids.user('r.okafor')),
  ];
  const lot = await givenLot(context, ids, { code: 'CONDEMNED', stock: [{ at: 'EWR/DOCK-IN', quantity: '40' }] });
  const omar = personWith('quality_inspector', ids.user('o.haddad'));
  const { reviewId } = await givenHold({ context, ids }, { by: omar, lot: lot.id });
  const signing = await givenReviewSigning(context, ines, reviewId, 'decide');
  const reason = `${secret}: Listeria found in two of five units`;
  const decision = { reviewId, outcome: 'dispose' as const, reason, ...signing };
  done(await decideQuarantineReview(context, commandOf(ines, decision)));
  const disposalId = await disposalOf(context, reviewId);
  const signingId = await signedDisposal(context, dana, disposalId);
  done(await approveDisposal(context, commandOf(dana, { disposalId, signingId })));
  const line = { site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '15', unit: 'kg' };
  const run = { disposalId, method: 'incineration' as const, place: `${secret} plant`, lines: [line] };
  done(await destroyGoods(context, commandOf(ruth, run)));
  const [rows] = await sql`
    select (select id from destructions where disposal_id = ${disposalId}) as "destructionId",
           (select id from signatures where lot_id = ${lot.id} order by signed_at limit 1) as "signatureId"`;
  const destructionId = String(rows?.destructionId);
  const writeOffId = context.newId();
  // What books a run is the witness's step; a row as it writes it is enough to be found.
  await sql`
    insert into write_offs (id, disposal_id, destruction_id, entity_id, site_id, lot_id, item_id, quantity, dated, movement_id, recorded_at)
    select ${writeOffId}, ${disposalId}, ${destructionId}, (select id from legal_entities where code = 'MFF'),
           (select id from sites where code = 'EWR'), lots.id, lots.item_id, 15, current_date, movement_lines.movement_id, now()
      from lots join movement_lines on movement_lines.lot_id = lots.id where lots.id = ${lot.id} limit 1`;
  return { disposalId, destructionId, writeOffId, signatureId: String(rows?.signatureId) };
}

async function givenForeignPeople(
  context: OperationContext,
  sql: postgres.Sql,
  victim: Caller,
): Promise<Record<string, string>> {
  const ids = await readStoryIds(context);
  const until = new Date(context.clock.now().getTime() + 86_400_000).toISOString();
  const scope = { entity: 'MFF', site: 'EWR', category: 'cheese' };
  const key = { name: `Scanner ${secret}`, role: 'integrator', ...scope };
  const { apiKeyId } = done(await createApiKey(context, secretKey, commandOf(importer, key)));
  const handed = { to: ids.user('i.carvalho'), until, reason: `${secret}: on leave until tomorrow` };
  const { delegationId } = done(await delegateGrants(context, commandOf(victim, handed)));
  const { absenceId } = done(await recordAbsence(context, commandOf(victim, { until })));
  const notificationId = context.newId();
  const reminder = {
    ...notificationSamples.task_reminder,
    task: { taskId: notificationId, title: secret, site: 'EWR', timeZone: 'UTC', dueAt: until },
  };
  await sql`
    insert into notifications (id, user_id, event_key, kind, content, subject_kind, subject_id, batch_id, channel, state, created_at)
    values (${notificationId}, ${victim.id}, 'foreign', 'task_reminder', ${sql.json(reminder)}, 'task', ${notificationId},
            ${notificationId}, 'mail', 'failed', now())`;
  return { apiKeyId, delegationId, absenceId, notificationId };
}

async function givenForeignRules(context: OperationContext, sql: postgres.Sql): Promise<Record<string, string>> {
  const item = async (code: string) => {
    const [row] = await sql<{ version: number }[]>`select version from items where code = ${code}`;
    return row?.version ?? 0;
  };
  const change = { kind: 'item' as const, action: 'change' as const, code: 'GC-BULK', version: await item('GC-BULK') };
  const proposal = { ...change, fields: { gtin: null } };
  const reason = 'The supplier sent its statement';
  const { proposalId } = done(await proposeMasterData(context, commandOf(importer, { proposal, reason })));
  const dana = personWith('quality_manager', (await readStoryIds(context)).user('d.whitlock'));
  const policy = aPolicy({ scopeKind: 'site', scope: 'EWR', expectedVersion: 0 });
  const { changeId } = done(await proposePolicyChange(context, commandOf(dana, policy)));
  const file = { kind: 'item' as const, fileName: 'items.csv', sha256: 'c'.repeat(64), sizeBytes: 10 };
  const table = { columns: ['code', 'name'], rows: [{ row: 2, cells: ['GC-BULK', 'Fresh goat cheese'] }] };
  const { importId } = done(await checkImport(context, commandOf(importer, file), table));
  const held = { supplier: 'TGD', reason: `${secret}: a claim before the court` };
  const { legalHoldId } = done(await placeLegalHold(context, commandOf(importer, held)));
  const keeping = { secretKey, allowedHosts: ['hooks.example'] };
  // Of nobody's place: everybody may choose to be told by it, and sees its name.
  const hook = { name: 'Hook', url: 'https://hooks.example/here' };
  const { endpointId } = done(await createWebhookEndpoint(context, keeping, commandOf(importer, hook)));
  const duplicateId = context.newId();
  await sql`
    insert into duplicate_suspicions (id, kind, one_id, other_id, likeness, signs, state, found_at)
    select ${duplicateId}, 'item', min(id::text)::uuid, max(id::text)::uuid, 90, '[]', 'suspected', now()
      from items where code in ('GC-LOG', 'GC-CUP')`;
  return { proposalId, changeId, importId, legalHoldId, endpointId, duplicateId };
}

/** Tables without a place of their own, and the row of each that is foreign: what stands there stays as it is. */
const foreignById = {
  api_keys: 'apiKeyId',
  absences: 'absenceId',
  delegations: 'delegationId',
  notifications: 'notificationId',
  master_data_proposals: 'proposalId',
  policy_changes: 'changeId',
  master_data_imports: 'importId',
  legal_holds: 'legalHoldId',
  webhook_endpoints: 'endpointId',
  duplicate_suspicions: 'duplicateId',
  users: 'userId',
  role_grants: 'grantId',
  sessions: 'sessionId',
  documents: 'documentId',
  certificates: 'certificateId',
} as const;

/** Each of those rows as it stands; what it says of when it was last seen apart. */
export async function foreignRowsById(
  sql: postgres.Sql,
  ids: Record<string, string>,
  except: readonly string[] = [],
): Promise<Record<string, string>> {
  const rows = Object.entries(foreignById)
    .filter(([table]) => !except.includes(table))
    .map(async ([table, name]) => {
      const [row] = await sql.unsafe(`select to_jsonb(one) - 'last_seen_at' as row from ${table} one where id = $1`, [
        ids[name] ?? '',
      ]);
      if (!row) throw new Error(`There is no ${name} in ${table}`);
      return [table, JSON.stringify(row.row)] as const;
    });
  return Object.fromEntries(await Promise.all(rows));
}
