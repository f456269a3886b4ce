import type { ImportedKind } from '#domain/record-kinds.ts';
import { completenessOf, rulesEdition } from '#domain/record-rules.ts';
import type { PlannedRecord } from './record-conflicts.ts';

/** Planned records as the JSON of one statement: each with its id, and how complete it will be by the rules of now. */
export const scoredRows = (kind: ImportedKind, planned: readonly PlannedRecord[]): string =>
  JSON.stringify(
    planned.flatMap(({ recordId, after }) => {
      if (after === null) return [];
      const { score, missing } = completenessOf(kind, after);
      return [{ ...after, id: recordId, completeness: score, missing, scoredBy: rulesEdition }];
    }),
  );
