/** One row of the table that turns what a provider says of somebody into a role: a claim that has, or contains, a value. */
export type MappedRole = {
  claim: string;
  value: string;
  role: string;
  entity?: string | undefined;
  site?: string | undefined;
  category?: string | undefined;
};

/** A role over a scope by the codes people know, as `operations/resolve-grants.ts` takes it. */
export type RoleGiven = Omit<MappedRole, 'claim' | 'value'>;

/** The roles that the claims of somebody give, each once. A claim is looked up by its whole name, then along its dots. */
export function rolesFromClaims(table: readonly MappedRole[], claims: Readonly<Record<string, unknown>>): RoleGiven[] {
  const given = table
    .filter(({ claim, value }) => valuesOf(claimAt(claims, claim)).includes(value))
    .map(({ claim: _claim, value: _value, ...role }) => role);
  return [
    ...new Map(given.map((one) => [JSON.stringify([one.role, one.entity, one.site, one.category]), one])).values(),
  ];
}

function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((at, step) => {
    const inside = typeof at === 'object' && at !== null && Object.hasOwn(at, step);
    return inside ? (at as Record<string, unknown>)[step] : undefined; // an object, as just asked
  }, claims);
}

const valuesOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === 'string');
