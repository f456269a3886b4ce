import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachEvidence } from '#operations/attach-evidence.ts';
import { commentOnProposal } from '#operations/comment-on-proposal.ts';
import type { OperationContext } from '#operations/context.ts';
import { placeHold } from '#operations/place-hold.ts';
import { recordCertificate } from '#operations/record-certificate.ts';
import { recordInspection } from '#operations/record-inspection.ts';
import { givenContext } from '#test/given/context.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { asSteward } from '#test/given/proposals.ts';
import { givenSpecifications } from '#test/given/release.ts';
import { enterResults } from '#test/given/release-steps.ts';
import type { WaitingStep } from '#test/given/signed-proposals.ts';
import { signedSteps } from '#test/given/signed-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let play: ReturnType<typeof signedSteps>;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  await givenSpecifications({ context }, 'GC-BULK');
  play = signedSteps({ context, ids });
});
afterAll(() => database.drop());

const names = [
  'decide a review',
  'extend a review',
  'call a review off',
  'confirm a return',
  'enter results',
  'approve a release',
  'reject a release',
  'release urgently',
  'extend a release',
  'extend a disposal',
  'approve a disposal',
  'settle a difference',
  'witness a destruction',
  'approve a policy',
  'approve master data',
  'reject master data',
] as const;
type Name = (typeof names)[number];
const code = (answer: { ok: true } | { ok: false; violation: { code: string } }) =>
  answer.ok ? 'taken' : answer.violation.code;

test('this walks every signed step there is', () => expect(Object.keys(play.steps)).toEqual([...names]));

describe('each signed step', () => {
  test.each(names)('%s: states under the signature which versions of which policies it followed', async (name) => {
    const step = await play.steps[name]();
    const signingId = await step.sign();
    expect(await step.take(signingId)).toMatchObject({ ok: true });
    const followed = await database.sql`
      select policy.key, policy.effective_from <= signature.signed_at as began,
             policy.effective_until is null or policy.effective_until > signature.signed_at as lasted
        from signatures signature, jsonb_array_elements_text(signature.statement::jsonb -> 'policyIds') as stated
        join policies policy on policy.id = stated::uuid where signature.signing_id = ${signingId}`;
    expect(followed.length).toBeGreaterThan(0);
    expect(followed.every(({ began, lasted }) => began && lasted)).toBe(true);
    expect(followed.map(({ key }) => key)).toEqual(expect.arrayContaining([deciding[name]]));
  });

  test.each(names)('%s: is taken once by its signing, of nobody else and for nothing else', async (name) => {
    const [one, other] = [await play.steps[name](), name === 'approve a policy' ? null : await play.steps[name]()];
    const signingId = await one.sign();
    if (other) expect(code(await other.take(signingId))).toBe('signature.other-subject');
    expect(code(await one.take(randomUUID()))).toBe('signature.unknown');
    expect(code(await one.take(signingId))).toBe('taken');
    expect(code(await one.take(signingId))).not.toBe('taken');
  });
});

/** One policy of those that each step turns on. */
const deciding: Record<Name, string> = {
  'decide a review': 'reason_code_required',
  'extend a review': 'review_extension_max_days',
  'call a review off': 'review_escalate_after_minutes',
  'confirm a return': 'review_escalate_after_minutes',
  'enter results': 'sampling_level',
  'approve a release': 'release_approvals',
  'reject a release': 'release_approvals',
  'release urgently': 'urgent_release_allowed',
  'extend a release': 'release_extension_max_days',
  'extend a disposal': 'disposal_extension_max_days',
  'approve a disposal': 'disposal_approvals',
  'settle a difference': 'disposal_approvals',
  'witness a destruction': 'disposal_witness_required',
  'approve a policy': 'policy_change_expire_after_minutes',
  'approve master data': 'master_data_change_expire_after_minutes',
  'reject master data': 'master_data_change_expire_after_minutes',
};

type Change = (step: WaitingStep) => Promise<unknown>;
const done = async (answer: Promise<{ ok: boolean }>) => expect(await answer).toMatchObject({ ok: true });
const key = () => randomUUID();

const changes = {
  'a note': ({ subject }) =>
    done(
      attachEvidence(
        context,
        commandOf(importer, { reviewId: subject.id, evidence: { kind: 'note', note: 'The log shows a gap' } }, key()),
      ),
    ),
  'a certificate': ({ lot = '' }) => {
    const paper = { lot, kind: 'health_certificate' as const, number: `HC-${key()}` };
    return done(recordCertificate(context, commandOf(importer, paper, key())));
  },
  'an inspection': ({ lot = '' }) => {
    const input = { site: 'EWR', lots: [lot], result: 'pass' as const, checks: [], documents: [] };
    return done(recordInspection(context, commandOf(play.people.inspector, input, key())));
  },
  'another hold': ({ lot = '' }) => {
    const input = { lot, site: 'EWR', rule: 'other' as const, reason: 'Somebody complained about it' };
    return done(placeHold(context, commandOf(play.people.ines, input, key())));
  },
  'more stock': async ({ lot = '' }) => {
    await database.sql`
      update stock set quantity = quantity + 1 where lot_id = (select id from lots where code = ${lot}) and quantity > 0`;
  },
  'a result': ({ subject }) =>
    done(
      enterResults(
        { context, ids },
        { releaseId: subject.id },
        [{ characteristic: 'Temperature', sample: 1, value: '4.5' }],
        {
          note: 'Read again',
        },
      ),
    ),
  'a run': ({ subject }) => play.destroy(subject.id, '5'),
  'a comment': ({ subject }) => {
    const input = { proposalId: subject.id, text: 'The label says otherwise' };
    return done(commentOnProposal(context, commandOf(asSteward(play.people.ines), input, key())));
  },
} satisfies Record<string, Change>;

const ofGoods = ['a certificate', 'an inspection', 'another hold', 'more stock'] as const;
const walk: [Name, keyof typeof changes][] = [
  ...(['decide a review', 'extend a review', 'call a review off'] as const).flatMap((name) =>
    (['a note', ...ofGoods] as const).map((what): [Name, keyof typeof changes] => [name, what]),
  ),
  ...ofGoods.map((what): [Name, keyof typeof changes] => ['confirm a return', what]),
  ...(
    ['enter results', 'approve a release', 'reject a release', 'release urgently', 'extend a release'] as const
  ).flatMap((name) => (['a result', ...ofGoods] as const).map((what): [Name, keyof typeof changes] => [name, what])),
  ['settle a difference', 'a run'],
  ['approve master data', 'a comment'],
  ['reject master data', 'a comment'],
];

test.each(walk)('to %s after %s came in between, what is there has to be read again', async (name, what) => {
  const step = await play.steps[name]();
  const signingId = await step.sign();
  await changes[what](step);
  const forbids = forbidden[what]?.includes(name) ? 'stock.held' : undefined;
  expect(code(await step.take(signingId))).toBe(forbids ?? 'signature.shown-changed');
  expect(await database.sql`select from signatures where signing_id = ${signingId}`).toHaveLength(0);
  // Who has read it again may go on, unless what came in between forbids it.
  expect(code(await step.take(await step.sign()))).toBe(forbids ?? 'taken');
});

const forbidden: Partial<Record<keyof typeof changes, readonly Name[]>> = {
  'another hold': ['approve a release', 'release urgently'],
};
