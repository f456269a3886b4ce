import type { DbOrTx } from '#db/connect.ts';
import { readGtinHolders, readItemsWithLots, readKnownCodes } from '#db/queries/record-conflicts.ts';
import type { AnyRecord, ItemRecord } from '#domain/master-records.ts';
import type { ImportedKind, RecordAction, RecordKind } from '#domain/record-kinds.ts';
import type { RuleViolation } from '#domain/result.ts';
import { certificateConflicts } from './certificate-conflicts.ts';
import type { OperationContext } from './context.ts';
import { mergeConflicts, overrideConflicts } from './merge-conflicts.ts';
import { placeConflicts } from './place-conflicts.ts';
import { specificationConflicts } from './specification-conflicts.ts';

/** What a proposal would make of one record. */
export type PlannedRecord = {
  action: RecordAction;
  recordId: string;
  code: string;
  baseVersion: number | null;
  before: AnyRecord | null;
  /** Null where a local override goes away. */
  after: AnyRecord | null;
  changed: readonly string[];
};

/** Of an item with lots: its quantities are counted by these. */
const fixedOnceReceived = ['baseUnit', 'lotControlled'];

/** What stands in the way of planned records beyond themselves, for each of them in their order. */
export async function findConflicts(
  db: DbOrTx,
  { clock }: Pick<OperationContext, 'clock'>,
  kind: RecordKind,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  if (kind === 'item') return await itemConflicts(db, planned, pointerOf);
  if (kind === 'site' || kind === 'entity') return await placeConflicts(db, kind, planned, pointerOf);
  if (kind === 'certificate') return await certificateConflicts(db, planned, pointerOf);
  if (kind === 'specification') return await specificationConflicts(db, planned, clock.now(), pointerOf);
  if (kind === 'location') return await siteConflicts(db, planned, pointerOf);
  if (kind === 'party') return await mergeConflicts(db, planned, pointerOf);
  return await overrideConflicts(db, planned, pointerOf);
}

/** What a code means to people, for the sentence that it is taken. */
export const codeTaken = (kind: ImportedKind, code: string, pointer: string): RuleViolation => ({
  code: 'record.code-taken',
  message: `There is a${kind === 'item' ? 'n' : ''} ${kind} ${code} already`,
  pointer,
});

async function itemConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  // Their kind is item, hence so are their records.
  const items = planned.map(({ after }) => after as ItemRecord);
  const holders = Map.groupBy(await readGtinHolders(db, items.flatMap(gtinsOf)), ({ gtin }) => gtin);
  const buyers = await readKnownCodes(db, 'parties', [...new Set(items.flatMap(({ soldOnlyTo }) => soldOnlyTo ?? []))]);
  const frozen = planned.filter(({ changed }) => changed.some((field) => fixedOnceReceived.includes(field)));
  const withLots = await readItemsWithLots(
    db,
    frozen.filter(({ action }) => action === 'change').map(({ recordId }) => recordId),
  );
  return planned.map(({ recordId, changed, code }, index) => {
    const item = items[index];
    const at = pointerOf(index);
    const problems: RuleViolation[] = [];
    if (!item) return problems;
    for (const gtin of gtinsOf(item)) {
      const other = holders.get(gtin)?.find(({ itemId }) => itemId !== recordId);
      const field = gtin === item.gtin ? 'gtin' : 'units';
      if (other)
        problems.push({
          code: 'item.gtin-taken',
          message: `GTIN ${gtin} is ${other.code}'s`,
          pointer: `${at}/${field}`,
        });
    }
    if (item.soldOnlyTo !== null && !buyers.has(item.soldOnlyTo))
      problems.push({
        code: 'party.unknown',
        message: `There is no party "${item.soldOnlyTo}"`,
        pointer: `${at}/soldOnlyTo`,
      });
    if (withLots.has(recordId))
      for (const field of changed.filter((name) => fixedOnceReceived.includes(name)))
        problems.push({
          code: 'record.field-fixed',
          message: `There are lots of ${code}, counted by its present "${field}"`,
          pointer: `${at}/${field}`,
        });
    return problems;
  });
}

async function siteConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  const siteOf = (code: string) => code.split('/')[0] ?? '';
  const known = await readKnownCodes(db, 'sites', [...new Set(planned.map(({ code }) => siteOf(code)))]);
  return planned.map(({ code }, index) =>
    known.has(siteOf(code))
      ? []
      : [{ code: 'site.unknown', message: `There is no site "${siteOf(code)}"`, pointer: `${pointerOf(index)}/code` }],
  );
}

const gtinsOf = ({ gtin, units }: ItemRecord): string[] => [
  gtin,
  ...units.flatMap((unit) => (unit.gtin === null ? [] : [unit.gtin])),
];
