/**
 * Cuts a list that was read one row too far: `next` is the key of the last row shown, or null when there is no more.
 */
export function takePage<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly string[],
): { rows: readonly Row[]; next: readonly string[] | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? keyOf(last) : null };
}
