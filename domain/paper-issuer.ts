/**
 * Which legal entity puts its name to a paper about stock: who operates the place, where that is one of ours and the same
 * everywhere; else the owner, where there is one only. null where neither says it: it is a gap then, and not a guess.
 */
export function issuerOf(operators: readonly (string | null)[], owners: readonly string[]): string | null {
  const [operator, ...otherOperators] = new Set(operators);
  if (operator && otherOperators.length === 0) return operator;
  const [owner, ...otherOwners] = new Set(owners);
  return owner && otherOwners.length === 0 ? owner : null;
}
