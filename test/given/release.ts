import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { auditEntries } from '#db/schema/record.ts';
import { releaseApprovals } from '#db/schema/release-approvals.ts';
import type { SpecificationContent } from '#domain/specifications.ts';
import { adoptSpecifications } from '#operations/adopt-specifications.ts';
import { moveStock } from '#operations/move-stock.ts';
import type { GivenReviews } from './engine.ts';
import { commandOf, givenLot } from './lots.ts';
import { importer, personWith } from './master-data.ts';

export type Given = Pick<GivenReviews, 'context' | 'ids'>;
export type GivenRelease = { releaseId: string; number: string; workflowId: string; lotId: string; lot: string };

/** Two samples whatever the quantity, none of which may be outside; a temperature on each and a finding of the lot. */
export const smallSpecification: SpecificationContent = {
  characteristics: [
    {
      name: 'Temperature',
      method: 'Probe',
      unit: 'celsius',
      lower: null,
      upper: '7',
      allowed: null,
      required: true,
      measuredOn: 'each_sample',
    },
    {
      name: 'Listeria',
      method: 'ISO 11290-1',
      unit: null,
      lower: null,
      upper: null,
      allowed: ['not detected'],
      required: true,
      measuredOn: 'lot',
    },
  ],
  sampling: { scheme: 'c_zero', bands: [{ upTo: null, samples: 2, accept: 0, reject: 1 }] },
};

/** Adopts a specification of an item, as it was agreed on. */
export async function givenSpecification(
  { context }: Pick<Given, 'context'>,
  item: string,
  content: SpecificationContent,
): Promise<void> {
  const specifications = [{ item, content, effectiveFrom: '2020-01-01T00:00:00Z' }];
  const reason = 'Agreed with the suppliers';
  const answer = await adoptSpecifications(context, commandOf(importer, { specifications, reason }));
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
}

/** The small one, for each of these items. */
export async function givenSpecifications(given: Pick<Given, 'context'>, ...items: readonly string[]): Promise<void> {
  for (const item of items) await givenSpecification(given, item, smallSpecification);
}

let lotNumber = 0;

/** A lot of 40 that Ruth has put away in Newark, so that it waits for quality there. */
export async function givenRelease(
  given: Given,
  { item = 'GC-BULK', quantity = '40', to = 'C-01' }: { item?: string; quantity?: string; to?: string } = {},
): Promise<GivenRelease> {
  const { context, ids } = given;
  lotNumber += 1;
  const code = `RL-${lotNumber}`;
  const lot = await givenLot(context, ids, {
    code,
    item,
    stock: [{ at: 'EWR/DOCK-IN', condition: 'received', quantity }],
  });
  await putAway(given, code, quantity, to);
  return { ...(await releaseOf(given, lot.id)), lotId: lot.id, lot: code };
}

/** Moves received stock of Newark's dock to where it is stored. */
export async function putAway({ context, ids }: Given, lot: string, quantity: string, to = 'C-01'): Promise<void> {
  const warehouse = personWith('warehouse_lead', ids.user('r.okafor'));
  const baseUnit = await unitOf(context, lot);
  const answer = await moveStock(
    context,
    commandOf(
      warehouse,
      {
        site: 'EWR',
        kind: 'put_away',
        lines: [{ lot, owner: 'MFF', from: 'DOCK-IN', to, condition: 'received', quantity, unit: baseUnit }],
      },
      randomUUID(),
    ),
  );
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
}

async function unitOf({ db }: Given['context'], lot: string): Promise<string> {
  const [row] = await db.execute<{ unit: string }>(
    sql`select base_unit as unit from items join lots on lots.item_id = items.id where lots.code = ${lot}`,
  );
  return row?.unit ?? '';
}

/** The running release of a lot, or its latest. */
export async function releaseOf({ context }: Pick<Given, 'context'>, lotId: string) {
  const [row] = await context.db
    .select()
    .from(releaseApprovals)
    .where(eq(releaseApprovals.lotId, lotId))
    .orderBy(sql`${releaseApprovals.closedAt} is null desc, ${releaseApprovals.id} desc`)
    .limit(1);
  if (!row) throw new Error(`Lot ${lotId} has no release`);
  return { releaseId: row.id, number: row.number, workflowId: row.workflowId };
}

/** What happened to a release, by its audit trail: actions without their prefix, in order. */
export async function releaseHistoryOf({ context }: Pick<Given, 'context'>, releaseId: string): Promise<string[]> {
  const rows = await context.db
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectKind, 'release_approval'), eq(auditEntries.subjectId, releaseId)))
    .orderBy(auditEntries.position);
  return rows
    .map(({ action }) => action.replace('release_approval.', ''))
    .filter((action) => action !== 'signature.given');
}
