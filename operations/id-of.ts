/** The id behind a code that a check has found to be there; a fault if it is not. */
export function idOf(ids: ReadonlyMap<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`"${code}" went past the check and is not there`);
  return id;
}
