import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import type { Command, OperationContext } from '#operations/context.ts';
import { raiseDisposalException } from '#operations/raise-disposal-exception.ts';
import { raiseReleaseException } from '#operations/raise-release-exception.ts';
import { rejectRelease } from '#operations/reject-release.ts';
import { releaseUrgently } from '#operations/release-urgently.ts';
import type { Answer } from '#operations/run-command.ts';
import { settleDisposalDifference } from '#operations/settle-disposal-difference.ts';
import { settleDisposalException } from '#operations/settle-disposal-exception.ts';
import { settleReleaseException } from '#operations/settle-release-exception.ts';
import { withdrawDisposal } from '#operations/withdraw-disposal.ts';
import { type DisposalPlay, givenDisposals } from '#test/given/disposal-play.ts';
import { signedDisposal } from '#test/given/disposals.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { decideRelease } from '#test/given/release-steps.ts';
import { givenPolicy } from '#test/given/workflow.ts';

const problem = { message: 'The disk of the engine was full' };
const because = 'Said in words that are long enough';

let play: DisposalPlay;
let dana: Caller; // quality manager of every site
let releases: { rejected: string; urgent: string; stuck: string };
let disposalId: string;
/** The policy asks for codes once everything is there that the steps are taken on. */
beforeAll(async () => {
  play = await givenDisposals();
  const { given, decided, approve } = play;
  dana = play.dana;
  await givenSpecifications(given, 'GC-BULK');
  const waiting = async () => (await givenRelease(given)).releaseId;
  releases = { rejected: await waiting(), urgent: await waiting(), stuck: await waiting() };
  await raiseReleaseException(given.context, commandOf(dana, { releaseId: releases.stuck, problem }, randomUUID()));
  disposalId = (await decided()).disposalId;
  await approve(disposalId);
  await raiseDisposalException(given.context, commandOf(dana, { disposalId, problem }, randomUUID()));
  await givenPolicy(given, 'reason_code_required', true, { kind: 'site', key: given.ids.site('EWR') });
});
afterAll(() => play.given.stop());

type Said = { reason: string; reasonCode?: string };
type Take = (said: Said) => Promise<Answer<unknown>>;

/** Taken without a code, with one of another list, and with its own: what each answered, and what the trail and the signature say. */
async function tried(take: Take, subjectId: string, code: string) {
  const refused = async (said: Said) => {
    const answer = await take(said);
    return answer.ok ? 'allowed' : answer.violation.code;
  };
  const answers = [
    await refused({ reason: because }),
    await refused({ reason: because, reasonCode: 'no_such_word' }),
    await refused({ reason: because, reasonCode: code }),
  ];
  const { sql } = play.given.database;
  const trail = await sql`
    select action, reason_list, reason_code from audit_entries
     where subject_id = ${subjectId} and trim(reason) = ${because} order by position`;
  const signed = await sql`
    select 1 from signatures where subject_id = ${subjectId} and statement like ${`%"reasonCode":"${code}"%`}`;
  return { answers, trail: trail.map((row) => [row.action, row.reason_list, row.reason_code]), signed: signed.length };
}
const askedFor = ['reason-code.required', 'reason-code.unknown', 'allowed'];

test('refusing a release, freeing it urgently and settling what was in its way take a code, kept with their words', async () => {
  const { given } = play;
  const { rejected, urgent, stuck } = releases;
  expect(
    await tried(
      (said) => decideRelease(given, rejectRelease, dana, { releaseId: rejected, ...said }),
      rejected,
      'does_not_conform',
    ),
  ).toEqual({
    answers: askedFor,
    trail: [['release_approval.rejected', 'release', 'does_not_conform']],
    signed: 1,
  });
  expect(
    await tried(
      (said) => decideRelease(given, releaseUrgently, dana, { releaseId: urgent, ...said }),
      urgent,
      'urgent_need',
    ),
  ).toEqual({
    answers: askedFor,
    trail: [['release_approval.released_urgently', 'release', 'urgent_need']],
    signed: 1,
  });
  expect(await tried(taken(settleReleaseException, { releaseId: stuck }), stuck, 'cause_removed')).toEqual({
    answers: askedFor,
    trail: [['release_approval.exception_settled', 'exception', 'cause_removed']],
    signed: 0,
  });
});

test('settling what is in the way of a disposal or missing, and withdrawing it, take a code, kept with their words', async () => {
  const { context } = play.given;
  const retry = { disposalId, settlement: 'retry' as const };
  expect(await tried(taken(settleDisposalException, retry), disposalId, 'cause_removed')).toEqual({
    answers: askedFor,
    trail: [['disposal.exception_settled', 'exception', 'cause_removed']],
    signed: 0,
  });
  const place = { site: 'EWR', location: 'DOCK-IN', owner: 'MFF', condition: 'approved', quantity: '2', unit: 'kg' };
  const settle: Take = async (said) => {
    const signingId = await signedDisposal(context, dana, disposalId);
    return await taken(settleDisposalDifference, { disposalId, ...place, found: 'missing' as const, signingId })(said);
  };
  expect(await tried(settle, disposalId, 'counting_error')).toMatchObject({
    answers: askedFor,
    trail: [expect.anything(), ['disposal.difference_settled', 'variance', 'counting_error']],
    signed: 1,
  });
  const withdrawn = await tried(taken(withdrawDisposal, { disposalId }), disposalId, 'decision_taken_back');
  expect(withdrawn.answers).toEqual(askedFor);
  expect(withdrawn.trail.at(-1)).toEqual(['disposal.withdrawn', 'exception', 'decision_taken_back']);
});

const taken =
  <Input>(
    operation: (context: OperationContext, command: Command<Input & Said>) => Promise<Answer<unknown>>,
    on: Input,
  ): Take =>
  (said) =>
    operation(play.given.context, commandOf(dana, { ...on, ...said }, randomUUID()));
