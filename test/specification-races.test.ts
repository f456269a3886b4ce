import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#domain/caller.ts';
import { approveRelease } from '#operations/approve-release.ts';
import type { OperationContext } from '#operations/context.ts';
import { givenContext } from '#test/given/context.ts';
import { codeOf, contentOf, givenSteward, specificationOf, stepsOn, withUpper } from '#test/given/governed.ts';
import { givenStory, personWith, type StoryIds } from '#test/given/master-data.ts';
import { givenRelease, givenSpecifications } from '#test/given/release.ts';
import { decideRelease, enterResults, passing } from '#test/given/release-steps.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let steps: ReturnType<typeof stepsOn>;
let sara: Caller;
let omar: Caller;
let dana: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  steps = stepsOn(context);
  [sara, omar] = [await givenSteward(database, context, 'sara'), await givenSteward(database, context, 'omar')];
  dana = personWith('quality_manager', ids.user('d.whitlock'));
});
afterAll(() => database.drop());

const proposed = async (...proposal: Parameters<typeof specificationOf>) => {
  const answer = await steps.propose(sara, specificationOf(...proposal));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return answer.value;
};
const versionsOf = (item: string) => database.sql`
  select version, effective_from, proposed_by, approved_by, characteristics
    from item_specifications where item_id = ${ids.item(item)} order by version`;
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

// Each is played several times: who comes first is chance, what may be left behind is not.
const rounds = [1, 2, 3];

describe('of two at once', () => {
  test.each(rounds)(
    'proposals on one version one becomes the next, and the other has to be proposed anew (%i)',
    async () => {
      const [{ version } = { version: 0 }] =
        await database.sql`select coalesce(max(version), 0)::int as version from item_specifications where item_id = ${ids.item('SALMON')}`;
      const [one, other] = await Promise.all(
        ['0', '5'].map((tenth) =>
          proposed('SALMON', version, withUpper(contentOf('SALMON'), `${3 - version}.${tenth}`)),
        ),
      );
      const answers = await Promise.all([
        steps.decide(omar, one?.proposalId ?? ''),
        steps.decide(dana, other?.proposalId ?? ''),
      ]);
      const [won, lost] = answers.map(codeOf).sort();
      expect(won).toBe('allowed');
      expect(['proposal.record-changed', 'record.code-taken']).toContain(lost);
      expect(await versionsOf('SALMON')).toHaveLength(version + 1);
    },
  );

  test.each(['GC-BULK', 'GC-SPREAD', 'HM-CUP'])(
    'a new version and a release, the release is by the version it began with (%s)',
    async (item) => {
      const given = { context, ids };
      await givenSpecifications(given, item);
      const release = await givenRelease(given, { item });
      await enterResults(given, release, passing);
      const began = () => database.sql`
      select one.version, release.samples
        from release_approvals release join item_specifications one on one.id = specification_id
       where release.id = ${release.releaseId}`;
      const before = await began();
      const next = await proposed(item, 1, withUpper(contentOf(item), '2'));
      const approver = personWith('quality_approver', ids.user('i.carvalho'));
      const [released, approved] = await Promise.all([
        decideRelease(given, approveRelease, approver, { releaseId: release.releaseId }),
        steps.decide(omar, next.proposalId),
      ]);
      // What was measured fits the version it began with, and not the next one.
      expect([codeOf(released), codeOf(approved)]).toEqual(['allowed', 'allowed']);
      expect(await began()).toEqual(before);
      expect(before).toMatchObject([{ version: 1 }]);
      expect(await versionsOf(item)).toHaveLength(2);
    },
  );

  test('a release that runs goes on by its version, and the next one of the item by the new one', async () => {
    const given = { context, ids };
    const versionOf = async (releaseId: string) => {
      const [row] = await database.sql`
        select one.version from release_approvals release join item_specifications one on one.id = specification_id
         where release.id = ${releaseId}`;
      return row?.version;
    };
    await givenSpecifications(given, 'GC-LOG');
    const first = await givenRelease(given, { item: 'GC-LOG' });
    const { proposalId } = await proposed('GC-LOG', 1, contentOf('GC-LOG'), later(31));
    expect(codeOf(await steps.decide(omar, proposalId))).toBe('allowed');
    // The version that was approved since has not begun.
    const second = await givenRelease(given, { item: 'GC-LOG' });
    expect([await versionOf(first.releaseId), await versionOf(second.releaseId)]).toEqual([1, 1]);
    await givenSpecifications(given, 'BOARD');
    const running = await givenRelease(given, { item: 'BOARD' });
    const next = await proposed('BOARD', 1, contentOf('BOARD'));
    expect(codeOf(await steps.decide(omar, next.proposalId))).toBe('allowed');
    const after = await givenRelease(given, { item: 'BOARD' });
    expect([await versionOf(running.releaseId), await versionOf(after.releaseId)]).toEqual([1, 2]);
  });
});
