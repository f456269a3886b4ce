import type { Tx } from '#db/connect.ts';
import { readFacts } from '#db/queries/record-facts.ts';
import type { ScoredKind } from '#domain/record-kinds.ts';
import { completenessOf, rulesEdition } from '#domain/record-rules.ts';
import type { OperationContext } from './context.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** Planned records as the JSON of one statement: each with its id, and how complete it will be by the rules of now. */
export async function scoredRows(
  tx: Tx,
  { clock }: Pick<OperationContext, 'clock'>,
  kind: ScoredKind,
  planned: readonly PlannedRecord[],
): Promise<string> {
  const ids = planned.map(({ recordId }) => recordId);
  const facts = await readFacts(tx, kind, ids, clock.now());
  return JSON.stringify(
    planned.flatMap(({ recordId, after }) => {
      if (after === null) return [];
      const { score, missing } = completenessOf(kind, after, facts(recordId));
      return [{ ...after, id: recordId, completeness: score, missing, scoredBy: rulesEdition }];
    }),
  );
}
