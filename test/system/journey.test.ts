import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { riskyBasil, salmon } from './deliveries.ts';
import { givenHeldBasil, givenSystem, type People, readReview } from './given-system.ts';
import { brokenPromises } from './invariants.ts';
import type { Body } from './people.ts';
import type { Place, RunningSystem } from './running-system.ts';
import { until } from './until.ts';

const reason = 'Five units re-tested, all counts passed';

let place: Place;
let system: RunningSystem;
let people: People;
beforeAll(async () => {
  ({ place, system, people } = await givenSystem());
});
afterAll(async () => {
  const stopped = await system.stop();
  place.remove();
  expect(stopped).toEqual({ code: 0, left: [] });
});

const stockOf = async (lotId: string): Promise<string[]> => {
  const { body } = await people.dana.get(`/stock?lot=${lotId}`);
  return body.items.map((row: Body) => `${row.location} ${row.condition} ${row.state} ${row.quantity}`);
};

test('goods of a risky supplier are held as they land, a second person frees them, and the trail tells it', async () => {
  const { helen, tomas, dana } = people;
  const key = randomUUID();
  const delivery = riskyBasil();
  const received = await helen.post('/receipts', delivery, key);
  expect(received).toMatchObject({ status: 201, body: { lines: [{ state: 'quarantined' }] } });
  const [{ lotId, defects }] = received.body.lines;
  expect(defects).toMatchObject([{ code: 'receipt.supplier-risk', message: 'Risk score 74 of GHF is above 70' }]);
  const { reviewId, reviewNumber } = defects[0].hold;
  expect(await stockOf(lotId)).toEqual(['DOCK-IN received quarantined 120']);

  const again = await helen.post('/receipts', delivery, key);
  expect(again.body).toEqual(received.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');

  const inbox = await tomas.get(`/tasks?view=unassigned&lot=${lotId}`);
  const asked = { kind: 'decide_quarantine_review', subjectId: reviewId, site: 'CHI', timeZone: 'America/Chicago' };
  expect(inbox.body.items).toMatchObject([asked]);
  expect((await people.ines.get(`/tasks?view=team&lot=${lotId}`)).body.items).toEqual([]);

  const putAway = {
    site: 'CHI',
    kind: 'put_away',
    lines: [
      { lot: lotId, owner: 'FTB', from: 'DOCK-IN', to: 'D-01', condition: 'received', quantity: '8', unit: 'case' },
    ],
  };
  expect((await helen.post('/moves', putAway)).status).toBe(409);
  const decision = `/quarantine-reviews/${reviewId}/decision`;
  const byReceiver = await helen.post(decision, { outcome: 'lift', reason, ...(await helen.sign(reviewId)) });
  expect([byReceiver.status, byReceiver.body.code]).toEqual([403, 'access.right-missing']);
  const lateSigned = await dana.sign(reviewId);
  const decided = await tomas.post(decision, { outcome: 'lift', reason, ...(await tomas.sign(reviewId)) });
  expect(decided).toMatchObject({ status: 200, body: { reviewNumber, state: 'closed', hold: { active: false } } });
  expect(await stockOf(lotId)).toEqual(['DOCK-IN received received 120']);

  const late = await dana.post(decision, { outcome: 'dispose', reason, ...lateSigned });
  expect(late).toMatchObject({ status: 409, body: { code: 'review.already-decided' } });
  expect(late.body.detail).toBe(`Tomas Brandt decided "lift" at ${decided.body.decision.at}`);

  expect((await helen.post('/moves', putAway)).status).toBe(201);
  expect(await stockOf(lotId)).toEqual(['D-01 pending_inspection pending_inspection 120']);
  const trail = await tomas.get(`/lots/${lotId}/timeline`);
  expect(trail.body.items.map((entry: Body) => `${entry.action} by ${entry.actorName}`).reverse()).toEqual([
    'lot.received by Helen Sokol',
    'hold.placed by Helen Sokol',
    'quarantine_review.opened by Helen Sokol',
    'signature.given by Tomas Brandt',
    'quarantine_review.decided by Tomas Brandt',
    'hold.lifted by Tomas Brandt',
    'quarantine_review.closed by Tomas Brandt',
    'stock.put_away by Helen Sokol',
    'release_approval.opened by Helen Sokol',
  ]);
});

describe('held as it lands, and tried by its quality', () => {
  test('without a required certificate; the paper, laid before the reviewer, changes what may be decided on', async () => {
    const { ruth, ines } = people;
    const delivery = salmon();
    for (const line of delivery.lines) line.certificates = [];
    const received = await ruth.post('/receipts', delivery);
    const [{ lotId, state, defects }] = received.body.lines;
    expect([state, defects[0].code]).toEqual(['quarantined', 'receipt.certificate-missing']);
    const { reviewId } = defects[0].hold;

    const paper = new TextEncoder().encode('%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n');
    const unreadSigned = await ines.sign(reviewId);
    const stored = await ines.upload('/documents?fileName=coa.pdf', 'application/pdf', paper);
    expect(stored.status).toBe(201);
    const { documentId } = stored.body;
    const evidence = await ines.post(`/quarantine-reviews/${reviewId}/evidence`, { kind: 'document', documentId });
    expect(evidence).toMatchObject({ status: 201, body: { evidenceVersion: 1 } });

    const decision = { outcome: 'return_to_supplier', reason: 'The paper belongs to another lot' };
    const unread = await ines.post(`/quarantine-reviews/${reviewId}/decision`, {
      ...decision,
      ...unreadSigned,
    });
    expect([unread.status, unread.body.code]).toEqual([409, 'signature.shown-changed']);
    const decided = await ines.post(`/quarantine-reviews/${reviewId}/decision`, {
      ...decision,
      ...(await ines.sign(reviewId)),
    });
    expect(decided.body).toMatchObject({ state: 'decided', hold: { active: true }, confirmations: { needed: 1 } });
    const confirmed = await ruth.post(`/quarantine-reviews/${reviewId}/confirmations`, {
      reference: 'BOL-771',
      ...(await ruth.sign(reviewId, 'confirm_outcome')),
    });
    expect(confirmed.body).toMatchObject({ state: 'closed', hold: { active: false } });
    expect(await stockOf(lotId)).toEqual([]);
    expect((await readReview(ines, reviewId)).documents).toMatchObject([{ fileName: 'coa.pdf' }]);
  });

  test('too warm on arrival; a disposal is decided, taken back, and the stock stays held all the while', async () => {
    const { ruth, ines, dana } = people;
    const received = await ruth.post('/receipts', { ...salmon(), arrivalTemperatureCelsius: '9.3' });
    const [{ lotId, state, defects }] = received.body.lines;
    expect([state, defects[0].code]).toEqual(['quarantined', 'receipt.temperature-out-of-range']);
    const { reviewId } = defects[0].hold;

    const decided = await dana.post(`/quarantine-reviews/${reviewId}/decision`, {
      ...{ outcome: 'dispose', reason },
      ...(await dana.sign(reviewId)),
    });
    expect(decided.body).toMatchObject({ state: 'decided', hold: { active: true }, disposal: expect.any(String) });
    const listed = await ines.get(`/disposals?origin=${reviewId}`);
    const [{ disposalId }] = listed.body.items;
    const unsigned = await ines.post(`/disposals/${disposalId}/approvals`, {});
    expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature.required']);
    expect((await ines.post(`/disposals/${disposalId}/withdrawal`, { reason })).body.state).toBe('withdrawn');
    expect(await stockOf(lotId)).toEqual(['DOCK-IN received quarantined 200']);
    await until(async () => (await readReview(ines, reviewId)).state === 'open');
  });
});

test('who asked for a hold does not lift it, and of two who decide at once one learns that the other was first', async () => {
  const { tomas, dana } = people;
  const { reviewId: first, lotId } = await givenHeldBasil(people);
  await tomas.post(`/quarantine-reviews/${first}/decision`, {
    ...{ outcome: 'lift', reason },
    ...(await tomas.sign(first)),
  });
  const placed = await tomas.post('/holds', { lot: lotId, site: 'CHI', rule: 'damage', reason: 'Two cases are torn' });
  expect(placed.status).toBe(201);
  const path = `/quarantine-reviews/${placed.body.reviewId}/decision`;
  const own = await tomas.post(path, { outcome: 'lift', reason, ...(await tomas.sign(placed.body.reviewId)) });
  expect([own.status, own.body.code]).toEqual([403, 'access.duties-conflict']);
  const byDana = { outcome: 'lift', reason, ...(await dana.sign(placed.body.reviewId)) };
  expect((await dana.post(path, byDana)).body.state).toBe('closed');

  const { reviewId } = await givenHeldBasil(people);
  const both = await Promise.all(
    [tomas, dana].map(async (person) =>
      person.post(`/quarantine-reviews/${reviewId}/decision`, {
        ...{ outcome: 'lift', reason },
        ...(await person.sign(reviewId)),
      }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { body } = both.find(({ status }) => status === 409) ?? {};
  expect(body.detail).toMatch(/^(Tomas Brandt|Dana Whitlock) decided "lift" at 2\d{3}-/);
});

test('after all of it every promise is kept', async () => {
  await until(async () => Object.keys(await brokenPromises(system)).length === 0);
});
