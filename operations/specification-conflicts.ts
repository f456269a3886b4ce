import type { DbOrTx } from '#db/connect.ts';
import { readRecords } from '#db/queries/master-records.ts';
import type { RuleViolation } from '#domain/result.ts';
import type { SpecificationRecord } from '#domain/specification-values.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** What stands in the way of planned specifications: when they begin, and that their item is judged by other rules by now. */
export async function specificationConflicts(
  db: DbOrTx,
  planned: readonly PlannedRecord[],
  now: Date,
  pointerOf: (index: number) => string,
): Promise<RuleViolation[][]> {
  const items = await readRecords(
    db,
    'item',
    planned.map(({ code }) => code),
  );
  return planned.map(({ code, before, after }, index) => {
    // Their kind is specification, hence so are their records.
    const { category, effectiveFrom } = after as SpecificationRecord;
    const latest = (before as SpecificationRecord | null)?.effectiveFrom ?? null;
    const begins = effectiveFrom ?? now.toISOString();
    const at = pointerOf(index);
    const problems: RuleViolation[] = [];
    const item = items.get(code)?.record;
    if (item?.category !== category)
      problems.push({
        code: 'specification.category-changed',
        message: `${code} is in the category "${item?.category}" now, and was in "${category}"`,
        pointer: `${at}/code`,
      });
    if (begins < now.toISOString())
      problems.push({
        code: 'specification.effective-in-past',
        message: `It would hold from ${begins}, which is over: what was judged meanwhile was judged by another`,
        pointer: `${at}/effectiveFrom`,
      });
    else if (latest !== null && begins <= latest)
      problems.push({
        code: 'specification.malformed',
        message: `The version before it holds from ${latest}: the next one holds from later on`,
        pointer: `${at}/effectiveFrom`,
      });
    return problems;
  });
}
