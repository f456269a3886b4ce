import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { decidedRights, locations, policies, reasonCodes, roleRights, roles } from '#db/schema/index.ts';
import { installedReasonCodes } from '#domain/installed-reason-codes.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { virtualPlaceKinds } from '#domain/movements.ts';
import { policyCatalogue, policyKeys } from '#domain/policies.ts';
import { installedFloors } from '#domain/policy-floors.ts';
import { roles as roleNames } from '#domain/rights.ts';
import { type OperationContext, systemCaller } from './context.ts';
import { writeAudit } from './write-audit.ts';

/** Installed values hold for history from before this installation too. */
const sinceEver = new Date('1970-01-01T00:00:00Z');

/**
 * Writes what every installation has before anybody uses it: the virtual places of the ledger, the roles with the rights
 * they start with, the installed value of every policy, the floors law sets and the lists of reasons. Safe at each start and by several processes at once; adds what
 * is missing and never takes back what people have changed.
 */
export async function installBaseline(context: OperationContext): Promise<{ added: boolean }> {
  return await context.db.transaction(async (tx) => {
    const newRoles = await addRoles(tx);
    const after = {
      places: await addVirtualPlaces(tx, context),
      roles: newRoles,
      rights: await addRights(tx, newRoles),
      policies: await addPolicies(tx, context),
      reasonCodes: await addReasonCodes(tx, context),
    };
    const added = Object.values(after).some((names) => names.length > 0);
    if (added) {
      const actor = { caller: systemCaller, cause: {}, commandId: 'install-baseline' };
      await writeAudit(tx, context, actor, [
        { action: 'baseline.installed', subjectKind: 'installation', subjectId: 'baseline', after },
      ]);
    }
    return { added };
  });
}

async function addVirtualPlaces(tx: Tx, { newId }: OperationContext): Promise<string[]> {
  const rows = await tx
    .insert(locations)
    .values(virtualPlaceKinds.map((kind) => ({ id: newId(), siteId: null, code: kind, kind, name: nameOf(kind) })))
    .onConflictDoNothing()
    .returning({ code: locations.code });
  return rows.map((row) => row.code);
}

const nameOf = (kind: string): string => `${kind[0]?.toUpperCase()}${kind.slice(1).replaceAll('_', ' ')}`;

async function addRoles(tx: Tx): Promise<string[]> {
  const rows = await tx
    .insert(roles)
    .values(roleNames.map((name) => ({ name })))
    .onConflictDoNothing()
    .returning();
  return rows.map((row) => row.name);
}

/**
 * Gives each role the rights it starts with, each once: what it was given before, and what an administrator took from it, is on
 * record (`decided_rights`) and not given again. So what is new in this version reaches the roles that have it by default, and
 * nothing that people have changed is taken back.
 */
async function addRights(tx: Tx, newRoles: readonly string[]): Promise<string[]> {
  const offered = roleNames.flatMap((role) => installedRoles[role].map((right) => ({ role, right })));
  const fresh = await tx.insert(decidedRights).values(offered).onConflictDoNothing().returning();
  if (fresh.length === 0) return [];
  const given = await tx.insert(roleRights).values(fresh).onConflictDoNothing().returning();
  const grown = [...new Set(given.map(({ role }) => role))].filter((role) => !newRoles.includes(role));
  // Whoever read one of these roles before reads it again before they change it.
  if (grown.length > 0)
    await tx
      .update(roles)
      .set({ version: sql`${roles.version} + 1` })
      .where(inArray(roles.name, grown));
  return given.filter(({ role }) => grown.includes(role)).map(({ role, right }) => `${role} ${right}`);
}

async function addPolicies(tx: Tx, { newId }: OperationContext): Promise<string[]> {
  const common = {
    version: 1,
    effectiveFrom: sinceEver,
    reason: 'Installed with Holdfast',
    proposedBy: systemCaller.id,
    approvedBy: systemCaller.id,
  };
  const values = policyKeys.map((key) => ({
    key,
    scopeKind: 'global' as const,
    scopeKey: null,
    value: asStored(policyCatalogue[key].installed),
  }));
  const floors = installedFloors.map((floor) => ({ ...floor, byLaw: true }));
  const rows = await tx
    .insert(policies)
    .values([...values, ...floors].map((row) => ({ ...row, ...common, id: newId() })))
    .onConflictDoNothing()
    .returning({ key: policies.key });
  return rows.map((row) => row.key);
}

async function addReasonCodes(tx: Tx, { clock }: OperationContext): Promise<string[]> {
  const rows = await tx
    .insert(reasonCodes)
    .values(installedReasonCodes.map((code) => ({ ...code, version: 1, changedAt: clock.now() })))
    .onConflictDoNothing()
    .returning({ list: reasonCodes.list, code: reasonCodes.code });
  return rows.map(({ list, code }) => `${list} ${code}`);
}

// The column's type is a list that may be changed, the catalogue's one that may not.
const asStored = (value: string | boolean | readonly string[]): string | boolean | string[] =>
  typeof value === 'object' ? [...value] : value;
