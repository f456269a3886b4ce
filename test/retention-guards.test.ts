import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachDocument } from '#operations/attach-document.ts';
import { placeLegalHold } from '#operations/place-legal-hold.ts';
import { commandOf } from '#test/given/lots.ts';
import { importer } from '#test/given/master-data.ts';
import { type GivenRetention, givenRetention } from '#test/given/retention.ts';
import { givenSession } from '#test/given/signing.ts';

let given: GivenRetention;

beforeAll(async () => {
  given = await givenRetention();
});
afterAll(() => given.stop());

describe('the application cannot, even by its own SQL,', () => {
  const asApp = () => given.context.db.$client;
  test('delete what is kept for good', async () => {
    for (const table of [
      'audit_entries',
      'audit_seals',
      'movements',
      'movement_lines',
      'signatures',
      'documents',
      'document_links',
      'legal_holds',
      'policies',
      'commands',
      'holds',
    ])
      await expect(asApp().unsafe(`delete from ${table}`), table).rejects.toThrow(/permission denied|append-only/);
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
