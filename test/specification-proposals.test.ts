import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRecords } from '#db/queries/master-records.ts';
import type { Caller } from '#domain/caller.ts';
import { readSpecification } from '#domain/specification-values.ts';
import type { Characteristic } from '#domain/specifications.ts';
import { adoptSpecifications } from '#operations/adopt-specifications.ts';
import type { OperationContext } from '#operations/context.ts';
import { givenContext } from '#test/given/context.ts';
import {
  codeOf,
  contentOf,
  givenSteward,
  problemsOf,
  specificationOf,
  stepsOn,
  withUpper,
} from '#test/given/governed.ts';
import { commandOf } from '#test/given/lots.ts';
import { givenStory, importer, type StoryIds } from '#test/given/master-data.ts';
import { givenSpecifications, smallSpecification } from '#test/given/release.ts';
import { type GivenDatabase, givenDatabase } from '#test/setup/database.ts';

let database: GivenDatabase;
let context: OperationContext;
let ids: StoryIds;
let steps: ReturnType<typeof stepsOn>;
let sara: Caller;
let omar: Caller;

beforeAll(async () => {
  database = await givenDatabase();
  context = givenContext(database.db);
  ids = await givenStory(context);
  steps = stepsOn(context);
  [sara, omar] = [await givenSteward(database, context, 'sara'), await givenSteward(database, context, 'omar')];
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

describe('a specification', () => {
  test('is proposed for an item without one, and closes its gap when somebody else approves it', async () => {
    const gaps = async () => {
      const [row] = await database.sql`select missing, completeness from items where code = 'GC-LOG'`;
      return row;
    };
    await database.sql`update items set missing = '["item.specification-missing"]', completeness = 1 where code = 'GC-LOG'`;
    const { proposalId, title } = await proposed('GC-LOG', 0, contentOf('GC-LOG'));
    expect(title).toBe('New specification GC-LOG');
    expect(codeOf(await steps.decide(sara, proposalId))).toBe('proposal.second-person-required');
    expect(await versionsOf('GC-LOG')).toHaveLength(0);
    expect(codeOf(await steps.decide(omar, proposalId))).toBe('allowed');
    expect(await versionsOf('GC-LOG')).toMatchObject([{ version: 1, proposed_by: sara.id, approved_by: omar.id }]);
    expect((await gaps())?.missing).not.toContain('item.specification-missing');
    const [told] = await database.sql`
      select before, after, actor_id from audit_entries where action = 'specification.created'`;
    expect(told).toMatchObject({ before: null, after: { code: 'GC-LOG', category: 'cheese' }, actor_id: omar.id });
    expect(told).toMatchObject({ after: { effectiveFrom: expect.stringMatching(/Z$/) } });
  });

  test('is changed by its next version, which begins when it says, and never in the past', async () => {
    const changed = withUpper(contentOf('GC-LOG'), '6');
    expect(problemsOf(await steps.propose(sara, specificationOf('GC-LOG', 1, changed, later(-1))))).toEqual([
      'specification.effective-in-past /proposal/fields/effectiveFrom',
    ]);
    const { proposalId } = await proposed('GC-LOG', 1, changed, later(30));
    expect(codeOf(await steps.decide(omar, proposalId))).toBe('allowed');
    const [, second] = await versionsOf('GC-LOG');
    expect(Number(second?.effective_from)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    const [told] = await database.sql`
      select before, after from audit_entries where action = 'specification.changed'`;
    expect(Object.keys(told?.before as object).sort()).toEqual(['characteristics', 'code', 'effectiveFrom']);
    const early = await steps.propose(sara, specificationOf('GC-LOG', 2, contentOf('GC-LOG'), later(20)));
    expect(problemsOf(early)).toEqual(['specification.malformed /proposal/fields/effectiveFrom']);
    const same = await steps.propose(sara, specificationOf('GC-LOG', 2, changed, later(40)));
    expect(codeOf(same)).toBe('proposal.nothing-changed');
  });

  test('that was to begin on a day which is over when it is decided does not begin', async () => {
    const { proposalId } = await proposed('GC-CUP', 0, contentOf('GC-CUP'), later(1));
    const afterwards = stepsOn(givenContext(database.db, new Date(Date.now() + 2 * 86_400_000)));
    const answer = await afterwards.decide(omar, proposalId);
    expect(answer).toMatchObject({
      ok: false,
      violation: { code: 'proposal.refused', problems: [{ code: 'specification.effective-in-past' }] },
    });
    expect(await versionsOf('GC-CUP')).toHaveLength(0);
  });

  test('is judged by the rules of the category that its item is in, and proposed anew where that has changed', async () => {
    const { proposalId } = await proposed('CRISP', 0, contentOf('CRISP'));
    await database.sql`update items set category = 'deli' where code = 'CRISP'`;
    const answer = await steps.decide(omar, proposalId);
    expect(answer).toMatchObject({ ok: false, violation: { problems: [{ code: 'specification.category-changed' }] } });
    expect(await versionsOf('CRISP')).toHaveLength(0);
  });

  const [core, packs, acidity, listeria, label] = contentOf('GC-CUP').characteristics as [
    Characteristic,
    ...Characteristic[],
  ];
  test.each<[string, object, string]>([
    [
      'without the test of its category',
      { characteristics: [core, packs] },
      'specification.test-missing /characteristics',
    ],
    [
      'with one that accepts a finding',
      { characteristics: [core, { ...listeria, allowed: ['not detected', 'below 100 cfu/g'] }] },
      'specification.test-accepts-findings /characteristics',
    ],
    [
      'without a temperature',
      { characteristics: [listeria, packs] },
      'specification.temperature-missing /characteristics',
    ],
    [
      'warmer than its category is kept',
      { characteristics: [{ ...core, upper: '9' }, listeria] },
      'specification.temperature-too-warm /characteristics',
    ],
    [
      'with limits upside down',
      { characteristics: [{ ...core, lower: '9' }, acidity, listeria] },
      'specification.malformed /characteristics/0',
    ],
    [
      'with limits in no unit',
      { characteristics: [core, listeria, { ...acidity, unit: null }] },
      'specification.unit-missing /characteristics/2',
    ],
    [
      'with a name twice',
      { characteristics: [core, listeria, label, label] },
      'specification.malformed /characteristics/3/name',
    ],
    ['without a plan', { sampling: undefined }, 'specification.malformed /sampling'],
    [
      'with a plan that has no end',
      { sampling: { scheme: 'c_zero', bands: [{ upTo: '50', samples: 5, accept: 0, reject: 1 }] } },
      'specification.malformed /sampling/bands',
    ],
  ])('is refused %s', async (_what, change, problem) => {
    const fields = JSON.parse(JSON.stringify({ ...contentOf('GC-CUP'), ...change })) as object;
    const [code = '', pointer = ''] = problem.split(' ');
    expect(problemsOf(await steps.propose(sara, specificationOf('GC-CUP', 0, fields)))).toEqual([
      `${code} /proposal/fields${pointer}`,
    ]);
  });

  test('is refused of no item, and of a version that is not the latest', async () => {
    expect(codeOf(await steps.propose(sara, specificationOf('NONE', 0, contentOf('GC-CUP'))))).toBe('item.unknown');
    expect(codeOf(await steps.propose(sara, specificationOf('GC-CUP', 3, contentOf('GC-CUP'))))).toBe(
      'proposal.record-changed',
    );
  });

  test('may keep what was missing before its rules, and not lose what was there', async () => {
    await givenSpecifications({ context }, 'PECORINO');
    const kept = (await readRecords(context.db, 'specification', ['PECORINO'])).get('PECORINO');
    expect(kept?.version).toBe(1);
    // The small one has its test under another name than the category asks for, and a temperature.
    const [temperature, other] = smallSpecification.characteristics;
    const without = await steps.propose(sara, specificationOf('PECORINO', 1, { characteristics: [other] }));
    expect(problemsOf(without)).toEqual(['specification.temperature-missing /proposal/fields/characteristics']);
    const lower = { characteristics: [{ ...temperature, upper: '6' }, other] };
    expect(codeOf(await steps.propose(sara, specificationOf('PECORINO', 1, lower)))).toBe('allowed');
  });

  test('names degrees Celsius in one way, whatever was written', () => {
    const record = { code: 'X', category: 'cheese', effectiveFrom: null, ...contentOf('GC-CUP') };
    const written = { ...record, characteristics: [{ ...core, unit: '°C', name: ' Core temperature ' }] };
    expect(readSpecification(written, '').record.characteristics[0]).toEqual(core);
  });

  test('of an item that has one is adopted by nobody a second time', async () => {
    const again = await adoptSpecifications(
      context,
      commandOf(importer, {
        specifications: [{ item: 'PECORINO', content: smallSpecification, effectiveFrom: later(0) }],
        reason: 'History, once more',
      }),
    );
    expect(codeOf(again)).toBe('specification.version-taken');
  });
});
