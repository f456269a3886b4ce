import type { Caller } from '#domain/caller.ts';
import type { Right } from '#domain/rights.ts';

/** A person with these rights at the site CHI. */
export const givenPerson = (id: string, ...rights: Right[]): Caller => ({
  kind: 'person',
  id,
  name: id.toUpperCase(),
  grants: [{ role: 'quality_approver', rights, entityId: null, siteId: 'CHI' }],
});
