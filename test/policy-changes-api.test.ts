import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { policyChangeProcess } from '#domain/processes.ts';
import { type Call, type GivenApi, givenApi, password } from '#test/given/api.ts';
import { givenContext } from '#test/given/context.ts';
import { givenEngine } from '#test/given/engine.ts';
import { untilStarted } from '#test/given/workflow.ts';

let api: GivenApi;
let engine: Awaited<ReturnType<typeof givenEngine>>;
let dana: string;
let mona: string;
let hal: string;

beforeAll(async () => {
  api = await givenApi({}, { TEMPORAL_ADDRESS: inject('temporalAddress') });
  engine = await givenEngine(api.database);
  await engine.workers();
  await api.person('dana', [{ role: 'quality_manager' }]);
  await api.person('mona', [{ role: 'quality_manager' }]);
  await api.person('hal', [{ role: 'receiver', site: 'CHI' }]);
  dana = await api.signIn('dana');
  mona = await api.signIn('mona');
  hal = await api.signIn('hal');
});
afterAll(async () => {
  await engine.stop();
  await api.stop();
});

const post = (path: string, token: string, body: object, more: Call = {}) =>
  api.call('POST', `/v1${path}`, { token, body, ...more });
const read = async (path: string, token = dana) => (await api.call('GET', `/v1${path}`, { token })).body;
const limitFor = async (query: string): Promise<unknown> => {
  const { policies } = (await read(`/policies/effective?${query}`)) as { policies: { key: string; value: unknown }[] };
  return policies.find(({ key }) => key === 'supplier_risk_limit')?.value;
};
const proposal = {
  subject: 'policy',
  key: 'supplier_risk_limit',
  scopeKind: 'category',
  scope: 'cheese',
  value: '60',
  expectedVersion: 0,
  reason: 'Two findings of Listeria this quarter',
};
const reason = 'Agreed in the meeting of the quality circle';

async function sign(token: string, toSign: unknown) {
  const { kind, id, hash } = toSign as { kind: string; id: string; hash: string };
  const subjects = [{ kind, id, shownHash: hash }];
  return (await post('/signings', token, { password, meaning: 'approval', subjects })).body.signingId;
}

test('a policy goes from a proposal through a signature to what holds, and says where it came from', async () => {
  const made = await post('/policy-changes', dana, proposal);
  expect([made.status, made.body.state]).toEqual([201, 'proposed']);
  const path = `/policy-changes/${made.body.changeId}`;
  await untilStarted(givenContext(api.database.db), policyChangeProcess.workflowId(String(made.body.changeId)));

  const own = (await read(path)) as { actions: { action: string; allowed: boolean; reason?: string }[] };
  expect(own.actions).toMatchObject([
    { action: 'approve', allowed: false, reason: 'You proposed this, so somebody else approves it' },
    { action: 'reject', allowed: false },
    { action: 'withdraw', allowed: true },
  ]);
  const unsigned = await post(`${path}/decision`, mona, { decision: 'approve', reason });
  expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature.required']);

  const signingId = await sign(mona, (await read(path, mona)).toSign);
  const key = randomUUID();
  const approved = await post(`${path}/decision`, mona, { decision: 'approve', reason, signingId }, { key });
  expect([approved.status, approved.body.state]).toEqual([200, 'approved']);
  const again = await post(`${path}/decision`, mona, { decision: 'approve', reason, signingId }, { key });
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(await read(path)).toMatchObject({
    state: 'approved',
    signature: { printedName: 'mona', meaning: 'approval' },
  });

  expect(await limitFor('item=GC-LOG')).toBe('60');
  expect(await limitFor('item=FIG-JAM')).toBe('70');
  const late = await post(`${path}/decision`, dana, { decision: 'withdraw', reason });
  expect([late.status, late.body.code]).toEqual([409, 'policy-change.already-decided']);
});

test('what may not be proposed is refused at the door or by the operation, with its code', async () => {
  const cases = [
    [hal, proposal, 403, 'access.right-missing'],
    [dana, { ...proposal, value: '400' }, 422, 'policy.out-of-range'],
    [dana, { ...proposal, key: 'mood' }, 400, 'request.malformed'],
    [dana, { ...proposal, approvedBy: 'me' }, 400, 'request.malformed'],
    [dana, { ...proposal, scope: 'moonshine' }, 422, 'policy.scope-unknown'],
  ] as const;
  for (const [token, body, status, code] of cases) {
    const answer = await post('/policy-changes', token, body);
    expect([answer.status, answer.body.code], JSON.stringify(body)).toEqual([status, code]);
  }
  const none = await post(`/policy-changes/${randomUUID()}/decision`, dana, { decision: 'reject', reason });
  expect([none.status, none.body.code]).toEqual([404, 'policy-change.unknown']);
});

test('proposals and reason codes are listed, and filtered', async () => {
  const { items } = (await read('/policy-changes?state=approved&key=supplier_risk_limit')) as { items: object[] };
  expect(items).toMatchObject([{ number: 'PC-000001', change: { value: '60' }, decidedBy: 'mona' }]);
  const codes = (await read('/reason-codes?list=hold&active=true', hal)) as { items: { code: string }[] };
  expect(codes.items.map(({ code }) => code)).toContain('foreign_matter');
});
