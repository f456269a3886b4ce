import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { OperationContext } from '#operations/context.ts';
import { type GivenApi, givenApi } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { readStoryIds, type StoryIds } from '#test/given/master-data.ts';
import { givenHold, untilStarted } from '#test/given/workflow.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let context: OperationContext;
let ids: StoryIds;
let tokens: Record<'dana' | 'ines' | 'tomas' | 'ruth', string>;
let ruth: Caller;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  context = givenContext(api.database.db);
  ids = await readStoryIds(context);
  await engine.workers();
  const ruthId = await api.person('ruth', [{ role: 'warehouse_lead', site: 'EWR' }]);
  await api.person('dana', [{ role: 'quality_manager' }]);
  await api.person('ines', [{ role: 'quality_approver', site: 'EWR' }]);
  await api.person('tomas', [{ role: 'quality_approver', site: 'CHI' }]);
  tokens = {
    dana: await api.signIn('dana'),
    ines: await api.signIn('ines'),
    tomas: await api.signIn('tomas'),
    ruth: await api.signIn('ruth'),
  };
  ruth = {
    kind: 'person',
    id: ruthId,
    name: 'ruth',
    grants: [{ role: 'warehouse_lead', rights: ['hold.place'], entityId: null, siteId: null }],
  };
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const reason = 'Re-test of five units passed on every count';
const held = () => givenHold({ context, ids }, { by: ruth });
const post = (path: string, token: string, body: unknown, key?: string) =>
  api.call('POST', `/v1/quarantine-reviews/${path}`, { token, body, ...(key && { key }) });
const decide = async (reviewId: string, token: string, outcome: string, why = reason) =>
  post(`${reviewId}/decision`, token, { outcome, reason: why, ...(await api.signing(token, reviewId)) });
const confirm = async (reviewId: string, token: string) =>
  post(`${reviewId}/confirmations`, token, await api.signing(token, reviewId, 'confirm_outcome'));

describe.concurrent('quarantine reviews over HTTP', () => {
  test('a decision sent before the relay has started the workflow is carried out at once', async () => {
    const hold = await held();
    const answer = await decide(hold.reviewId, tokens.ines, 'lift');
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'closed', decision: { outcome: 'lift', byName: 'ines' }, hold: { active: false }, obstacle: null },
    });
  });

  test('of two contradicting deciders at once one wins, and the other is told who decided what and when', async () => {
    const hold = await held();
    const answers = await Promise.all([
      decide(hold.reviewId, tokens.ines, 'lift'),
      decide(hold.reviewId, tokens.dana, 'dispose', 'The temperature was too high for too long'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200);
    const lost = answers.find(({ status }) => status === 409);
    const { byName, outcome, at } = (won?.body.decision ?? {}) as Record<string, string>;
    expect(lost?.body.code).toBe('review.already-decided');
    expect(lost?.body.detail).toBe(`${byName} decided "${outcome}" at ${at}`);
  });

  test('what has changed since it was read has to be read and signed for again', async () => {
    const hold = await held();
    const body = { outcome: 'lift', reason, ...(await api.signing(tokens.ines, hold.reviewId)) };
    const note = await post(`${hold.reviewId}/evidence`, tokens.dana, { kind: 'note', note: 'The log shows no gap' });
    expect(note).toMatchObject({ status: 201, body: { evidenceVersion: 1 } });
    const unread = await post(`${hold.reviewId}/decision`, tokens.ines, body);
    expect(unread).toMatchObject({ status: 409, body: { code: 'signature.shown-changed', pointer: '/signingId' } });
    expect(await decide(hold.reviewId, tokens.ines, 'lift')).toMatchObject({ status: 200 });
  });

  test('who may not decide there, or asked for the hold, is refused with the missing right or the reason', async () => {
    const hold = await held();
    expect(await decide(hold.reviewId, tokens.ruth, 'lift')).toMatchObject({
      status: 403,
      body: { code: 'access.right-missing' },
    });
    // What is at another site is not even known to be there.
    const unsigned = { outcome: 'lift', reason, signingId: randomUUID() };
    expect(await post(`${hold.reviewId}/decision`, tokens.tomas, unsigned)).toMatchObject({
      status: 404,
      body: { code: 'review.unknown' },
    });
    expect(await decide(hold.reviewId, tokens.ines, 'lift', 'fine')).toMatchObject({
      body: { code: 'reason.too-short' },
    });
    expect(await post(`${randomUUID()}/decision`, tokens.ines, unsigned)).toMatchObject({
      status: 404,
      body: { code: 'review.unknown' },
    });
  });

  test('a workflow that somebody ended in the engine is started again by the next step', async () => {
    const hold = await held();
    await untilStarted(context, hold.workflowId);
    await engine.client.workflow.getHandle(hold.workflowId).terminate('by mistake');
    const decided = await decide(hold.reviewId, tokens.ines, 'return_to_supplier');
    expect(decided).toMatchObject({ status: 200, body: { state: 'decided' } });
    await engine.client.workflow.getHandle(hold.workflowId).terminate('and again');
    // The new run knows that it was decided.
    const confirmed = await confirm(hold.reviewId, tokens.ruth);
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'closed', confirmations: { needed: 1 } } });
  });

  test('the page shows the evidence and each action, with the reason why it is forbidden', async () => {
    const hold = await held();
    await post(`${hold.reviewId}/evidence`, tokens.ines, { kind: 'note', note: 'Two lids are open' });
    const page = (token: string) => api.call('GET', `/v1/quarantine-reviews/${hold.reviewId}`, { token });
    const forInes = await page(tokens.ines);
    expect(forInes.status).toBe(200);
    expect(forInes.headers.get('etag')).toBeTruthy();
    expect(forInes.body).toMatchObject({
      state: 'open',
      evidenceVersion: 1,
      hold: { number: hold.holdNumber, site: 'EWR', active: true },
      lot: { lot: hold.lot, item: 'GC-BULK', supplier: 'TGD' },
      stockInReach: [{ site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '40' }],
      stockElsewhere: '0',
      evidence: [{ version: 1, kind: 'note', note: 'Two lids are open', addedByName: 'ines' }],
      tasks: [{ kind: 'decide_quarantine_review', state: 'open' }],
    });
    const actions = (body: Record<string, unknown>) =>
      Object.fromEntries(
        (body.actions as { action: string; code?: string }[]).map(({ action, code }) => [action, code]),
      );
    expect(actions(forInes.body)).toMatchObject({
      decide: undefined,
      extend: undefined,
      cancel: 'access.right-missing',
      confirm_outcome: 'review.not-decided',
    });
    expect(actions((await page(tokens.ruth)).body)).toMatchObject({ decide: 'access.right-missing' });
    expect(await page(tokens.tomas)).toMatchObject({ status: 404 });
  });

  test('the list is what is due first, by state, site, lot and page, and only what the caller may see', async () => {
    const one = await held();
    const two = await held();
    await decide(two.reviewId, tokens.ines, 'lift');
    const list = async (query: string, token = tokens.ines) => {
      const { status, body } = await api.call('GET', `/v1/quarantine-reviews?${query}`, { token });
      expect(status).toBe(200);
      return body as { items: { reviewId: string; state: string }[]; nextCursor: string | null };
    };
    expect((await list(`lot=${one.lot}`)).items.map(({ reviewId }) => reviewId)).toEqual([one.reviewId]);
    expect((await list(`lot=${two.lot}&state=open`)).items).toEqual([]);
    expect((await list('mine=true')).items).toEqual([]);
    expect((await list('overdue=true')).items).toEqual([]);
    expect((await list('limit=200', tokens.tomas)).items).toEqual([]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`limit=1&site=EWR${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ reviewId }) => reviewId));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.indexOf(one.reviewId)).toBeLessThan(seen.indexOf(two.reviewId));
  });
});
