import { asc, eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { destructions } from '#db/schema/destructions.ts';
import type { disposals } from '#db/schema/disposals.ts';
import { destructionLines, legalEntities, locations, sites } from '#db/schema/index.ts';
import { canonical } from '#domain/quantity.ts';

type Row = typeof disposals.$inferSelect;
type Run = typeof destructions.$inferSelect;

/** What somebody who approves a disposal, or settles a difference of it, signs: what is destroyed, why, and what had been done. */
export const shownOfDisposal = ({
  row,
  lot,
  runs,
}: {
  row: Row;
  lot: { code: string; baseUnit: string };
  runs: readonly Run[];
}) => ({
  disposal: row.number,
  lot: lot.code,
  quantity: canonical(row.quantity),
  unit: lot.baseUnit,
  reason: row.reason,
  decidedBy: row.decidedByName,
  decidedAt: row.decidedAt.toISOString(),
  witness: row.witnessReason,
  papers: row.papersRequired,
  runs: runs.map(({ run, state }) => ({ run, state })),
});

/** The lines of a run, in words. */
export const readDestructionLines = (db: DbOrTx, destructionId: string) =>
  db
    .select({
      line: destructionLines.line,
      siteId: sites.id,
      site: sites.code,
      timeZone: sites.timeZone,
      locationId: locations.id,
      location: locations.code,
      ownerId: legalEntities.id,
      owner: legalEntities.code,
      ownerName: legalEntities.name,
      condition: destructionLines.condition,
      quantity: destructionLines.quantity,
      statedQuantity: destructionLines.statedQuantity,
      statedUnit: destructionLines.statedUnit,
    })
    .from(destructionLines)
    .innerJoin(locations, eq(locations.id, destructionLines.locationId))
    .innerJoin(sites, eq(sites.id, locations.siteId))
    .innerJoin(legalEntities, eq(legalEntities.id, destructionLines.ownerId))
    .where(eq(destructionLines.destructionId, destructionId))
    .orderBy(asc(destructionLines.line));

export type DestructionLine = Awaited<ReturnType<typeof readDestructionLines>>[number];

/** What a witness signs: a run as it was recorded. */
export const shownOfDestruction = (disposalNumber: string, run: Run, lines: readonly DestructionLine[]) => ({
  disposal: disposalNumber,
  run: run.run,
  method: run.method,
  place: run.place,
  contractor: run.contractor,
  startedAt: run.startedAt.toISOString(),
  happenedAt: run.happenedAt.toISOString(),
  recordedBy: run.recordedByName,
  note: run.note,
  lines: lines.map(({ site, location, owner, condition, quantity }) => ({
    site,
    location,
    owner,
    condition,
    quantity: canonical(quantity),
  })),
});
