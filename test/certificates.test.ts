import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationContext } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { StatedDeliveryLine } from '#operations/receive-goods-command.ts';
import { type RecordCertificate, recordCertificate } from '#operations/record-certificate.ts';
import { withdrawCertificate } from '#operations/withdraw-certificate.ts';
import { givenContext } from '#test/given/context.ts';
import { cheese, delivery } from '#test/given/deliveries.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, personWith, type StoryIds } from '#test/given/master-data.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
});
afterAll(() => database.drop());

const coa = 'certificate_of_analysis' as const;

async function received(change: Partial<StatedDeliveryLine> = {}, site = 'EWR') {
  const answer = await receiveGoods(context, commandOf(importer, delivery({ site, lines: [cheese(change)] })));
  const line = answer.ok ? answer.value.lines[0] : undefined;
  if (!line) throw new Error(JSON.stringify(answer));
  return line;
}
const record = (input: Partial<RecordCertificate> & { lot: string }, caller = importer) =>
  recordCertificate(context, commandOf(caller, { kind: coa, number: 'COA-LATE', ...input }));
const recorded = async (...given: Parameters<typeof record>) => {
  const answer = await record(...given);
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
};

test('an announced certificate that comes settles the task that waited for it', async () => {
  const line = await received({ certificates: [{ kind: coa, announced: true }] });
  const taskId = line.defects[0]?.taskId ?? '';
  const ines = personWith('quality_approver', 'i.carvalho', ids.site('EWR'));
  const certificate = await recorded({ lot: line.lotCode }, ines);

  expect(certificate).toMatchObject({ lotId: line.lotId, state: 'given', settledTaskIds: [taskId] });
  expect(await database.sql`select state, settled_by, version from tasks where id = ${taskId}`).toMatchObject([
    { state: 'settled', settled_by: 'i.carvalho', version: 2 },
  ]);
  expect(await database.sql`select state, number from certificates where lot_id = ${line.lotId}`).toMatchObject([
    { state: 'given', number: 'COA-LATE' },
  ]);
});

test('the task waits as long as another announced paper is outstanding', async () => {
  const line = await received({
    certificates: [
      { kind: coa, announced: true },
      { kind: 'health_certificate', announced: true },
    ],
  });
  expect((await recorded({ lot: line.lotId })).settledTaskIds).toEqual([]);
  expect((await recorded({ lot: line.lotId, kind: 'health_certificate' })).settledTaskIds).toHaveLength(1);
});

test('a certificate that comes lifts no hold', async () => {
  const line = await received({ certificates: [] });
  await recorded({ lot: line.lotCode });
  expect(await database.sql`select ended_at from holds where lot_id = ${line.lotId}`).toMatchObject([
    { ended_at: null },
  ]);
});

test('refused: a lot nobody knows, a number on record, a document that is not there, all of it at once', async () => {
  const line = await received();
  expect(await record({ lot: 'NO-LOT' })).toMatchObject({ violation: { code: 'lot.unknown', pointer: '/lot' } });
  expect(await record({ lot: line.lotId, number: `COA-${'x'}` })).toMatchObject({ ok: true });
  expect(await record({ lot: line.lotId, number: 'COA-x' })).toMatchObject({
    violation: { code: 'certificate.number-taken', pointer: '/number' },
  });
  const documentId = '01900000-0000-7000-8000-000000000000';
  const many = await record({ lot: line.lotId, number: 'COA-x', documentId, expiresOn: '2026-02-30' });
  expect(many.ok ? [] : many.violation.problems?.map(({ code }) => code)).toEqual([
    'certificate.number-taken',
    'document.unknown',
    'date.impossible',
  ]);
});

test('a certificate that is withdrawn holds its lot everywhere at once, with one review', async () => {
  const line = await received({ supplierLotNumber: 'PULLED' });
  await received({ supplierLotNumber: 'PULLED' }, 'ONT');
  const { certificateId } = await recorded({ lot: line.lotId, number: 'COA-PULLED-2' });
  const input = { certificateId, reason: 'The laboratory took its report back' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => withdrawCertificate(context, commandOf(importer, input))),
  );

  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ violation: { code: 'certificate.already-withdrawn' } });
  expect(
    await database.sql`
      select holds.rule, holds.site_id, holds.automatic, review.state, outbox.workflow_type
        from holds join quarantine_reviews review on review.hold_id = holds.id
        join outbox on outbox.workflow_id = review.workflow_id where holds.lot_id = ${line.lotId}`,
  ).toMatchObject([
    { rule: 'certificate_withdrawn', site_id: null, automatic: true, state: 'open', workflow_type: 'quarantineReview' },
  ]);
});

test('a withdrawn certificate that comes again with another delivery serves no more', async () => {
  const line = await received({ supplierLotNumber: 'AGAIN' });
  const [paper] = await database.sql`select id from certificates where lot_id = ${line.lotId}`;
  const input = { certificateId: String(paper?.id), reason: 'Issued for another lot by mistake' };
  expect(await withdrawCertificate(context, commandOf(importer, input))).toMatchObject({ ok: true });
  const again = await received({ supplierLotNumber: 'AGAIN' }, 'ONT');

  expect(again.defects.map(({ code }) => code)).toEqual(['receipt.certificate-missing']);
  expect(await record({ lot: line.lotId, number: 'COA-AGAIN' })).toMatchObject({
    violation: { code: 'certificate.number-taken' },
  });
});

test('refused: withdrawing what is unknown, only announced, without a reason, or of a lot at no site of the caller', async () => {
  const line = await received({ certificates: [{ kind: coa, announced: true }] });
  const [paper] = await database.sql`select id from certificates where lot_id = ${line.lotId}`;
  const certificateId = String(paper?.id);
  const reason = 'The laboratory took its report back';
  const withdraw = (input: { certificateId: string; reason: string }, caller = importer) =>
    withdrawCertificate(context, commandOf(caller, input));

  expect(await withdraw({ certificateId: line.lotId, reason })).toMatchObject({
    violation: { code: 'certificate.unknown' },
  });
  expect(await withdraw({ certificateId, reason })).toMatchObject({ violation: { code: 'certificate.unknown' } });
  expect(await withdraw({ certificateId, reason: 'short' })).toMatchObject({ violation: { code: 'reason.too-short' } });
  const tomas = personWith('quality_approver', 't.brandt', ids.site('CHI'));
  expect(await withdraw({ certificateId, reason }, tomas)).toMatchObject({
    violation: { code: 'access.right-missing' },
  });
  expect(await record({ lot: line.lotId }, tomas)).toMatchObject({ violation: { code: 'access.right-missing' } });
});
