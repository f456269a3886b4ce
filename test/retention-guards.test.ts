import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachDocument } from '#operations/attach-document.ts';
import { placeLegalHold } from '#operations/place-legal-hold.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { type GivenRetention, givenImport, givenNotice, givenRetention } from '#test/given/retention.ts';
import { givenSession } from '#test/given/signing.ts';

let given: GivenRetention;

beforeAll(async () => {
  given = await givenRetention();
});
afterAll(() => given.stop());

/** From which the application may delete at all, and why. Triggers say when. */
const mayGo: Record<string, string> = {
  ...{ notifications: 'by policy', digests: 'by policy', outbox: 'deliveries, by policy', sessions: 'by policy' },
  ...{ provider_logins: 'by policy', master_data_imports: 'by policy', master_data_import_rows: 'by policy' },
  sign_in_failures: 'counted for a day',
  ...{ calendar_days: 'edited, in the trail', escalation_chains: 'edited, in the trail' },
  ...{
    role_rights: 'edited, in the trail',
    local_overrides: 'edited, in the trail',
    item_units: 'edited by proposals',
    site_stock_owners: 'edited by proposals',
  },
  ...{ party_contacts: 'edited by proposals', customer_shelf_lives: 'edited by proposals' },
  ...{ second_factors: 'reset, in the trail', recovery_codes: 'reset, in the trail' },
};

/** What was written there stands as it was written. */
const neverChanged = [
  ...['audit_entries', 'audit_seals', 'movements', 'movement_lines', 'signatures', 'signings', 'signing_subjects'],
  ...['lot_duties', 'release_decisions', 'release_results', 'review_evidence', 'outcome_confirmations'],
  ...['hold_extensions', 'disposal_approvals', 'disposal_differences', 'destruction_lines', 'destruction_papers'],
  ...['document_links', 'item_specifications', 'inspections', 'receipts', 'receipt_lines', 'temperature_readings'],
  ...['master_data_proposal_records', 'master_data_import_rows'],
];

describe('the application cannot, even by its own SQL,', () => {
  const asApp = () => given.context.db.$client;
  test('delete from any table but those whose rows may go, or empty any at all', async () => {
    const tables = await given.database.sql<{ name: string }[]>`
      select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname = 'public' and relkind in ('r', 'p') and relname not like '\\_\\_%'`;
    expect(tables.length).toBeGreaterThan(80);
    for (const { name } of tables) {
      await expect(asApp().unsafe(`truncate ${name} cascade`), name).rejects.toThrow(/permission denied|append-only/);
      if (name in mayGo) continue;
      await expect(asApp().unsafe(`delete from ${name}`), name).rejects.toThrow(/permission denied|append-only/);
    }
  });

  test.each(neverChanged)('change a row of %s', async (name) => {
    const [column] = await given.database.sql<{ name: string }[]>`
      select column_name as name from information_schema.columns where table_name = ${name} and is_identity = 'NO' order by ordinal_position limit 1`;
    await expect(asApp().unsafe(`update ${name} set "${column?.name}" = "${column?.name}"`)).rejects.toThrow(
      /permission denied|append-only/,
    );
  });

  test('forget a notice, its start, a digest, a login or a table before its time', async () => {
    const { sql } = given.database;
    const { notice, batch } = await givenNotice(given, 20);
    const started = sql`insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at, next_attempt_at, started_at)
      values ('quarantineReview', ${`review-${batch}`}, 'q', '{}', '{}', 's', now(), now(), now() - interval '9 years')`;
    await started;
    await expect(asApp()`delete from notifications where id = ${notice}`).rejects.toThrow(
      'not settled for long enough',
    );
    await expect(asApp()`delete from outbox where workflow_id = ${`review-${batch}`}`).rejects.toThrow(
      'kept with its case',
    );
    await expect(asApp()`delete from outbox where workflow_id = ${`notifications-${batch}`}`).rejects.toThrow(
      'under way',
    );
    await sql`insert into digests (site_id, date, written_at, people) select id, current_date, now(), 1 from sites limit 1`;
    await expect(asApp()`delete from digests`).rejects.toThrow('written again');
    await sql`insert into provider_logins (id, flow_hmac, purpose, claimed_at) values (gen_random_uuid(), ${batch}, 'sign_in', now())`;
    await expect(asApp()`delete from provider_logins`).rejects.toThrow('may still count');
    await givenImport(given, 0);
    await expect(asApp()`delete from master_data_import_rows`).rejects.toThrow('may still be');
  });

  test('remove a document before its time or under a legal hold, or release one by itself', async () => {
    const young = await given.document(0);
    await expect(asApp()`update documents set removed_at = now() where id = ${young.id}`).rejects.toThrow(
      /is kept until/,
    );
    const lot = await given.emptyLot('SUED');
    const sued = await given.document(20, lot.id);
    await placeLegalHold(given.context, commandOf(given.dana, { lot: 'SUED', reason: 'Claim 2026-119 of Bay Foods' }));
    await expect(asApp()`update documents set removed_at = now() where id = ${sued.id}`).rejects.toThrow(
      /legal hold LH-/,
    );
    await expect(asApp()`update legal_holds set lot_id = null`).rejects.toThrow('permission denied');
    const alone = asApp()`
      update legal_holds set released_at = now(), released_by = 'me', release_change_id = gen_random_uuid()`;
    await expect(alone).rejects.toThrow('ends by an approved change only');
  });

  test('forget a session that somebody may still be in, or add a removed document to anything', async () => {
    const session = await givenSession(given.context, given.dana);
    await expect(asApp()`delete from sessions where id = ${session}`).rejects.toThrow(/not over for long enough/);
    const gone = await given.document(1);
    await given.remove();
    const lot = await given.emptyLot('LATE');
    const link = { documentId: gone.id, subjectKind: 'lot' as const, subjectId: lot.id };
    expect(await attachDocument(given.context, commandOf(importer, link))).toMatchObject({
      violation: { code: 'document.removed' },
    });
  });
});

test.each([
  [{}, 'legal-hold.criteria-missing'],
  [{ lot: 'NO-SUCH' }, 'lot.unknown'],
  [{ supplier: 'NO-SUCH' }, 'supplier.unknown'],
  [{ fromDay: '2026-02-01', untilDay: '2026-01-01' }, 'legal-hold.days-reversed'],
  [{ caseKind: 'disposal' as const, caseId: '019a2f3e-7c00-7000-8000-000000000001' }, 'legal-hold.case-unknown'],
  [{ lot: 'OLD', reasonCode: 'whim' }, 'reason-code.unknown'],
])('a legal hold for %j is refused: %s', async (criteria, code) => {
  const answer = await placeLegalHold(
    given.context,
    commandOf(given.dana, { reason: 'Claim 2026-118 of Bay Foods', ...criteria }),
  );
  expect(answer).toMatchObject({ ok: false, violation: { code } });
});
