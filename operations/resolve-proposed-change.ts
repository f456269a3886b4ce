import { and, eq } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import { legalHolds, reasonCodes } from '#db/schema/index.ts';
import type { Scope } from '#domain/caller.ts';
import type { ProposedChange, ProposedReasonCode, ProposedRelease } from '#domain/policy-change.ts';
import type { ReasonCode, ReasonList } from '#domain/reason-codes.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { expectVersion } from './expect-version.ts';
import { type AskedPolicy, resolveProposedPolicy } from './resolve-proposed-policy.ts';

/** What is proposed, as it was said: names instead of ids. `expectedVersion` is the one that was read, 0 where there was none. */
export type AskedChange =
  | AskedPolicy
  | ({ subject: 'reason_code'; expectedVersion: number } & ReasonCode)
  | { subject: 'legal_hold_release'; legalHoldId: string; expectedVersion: number };

/** What is proposed, checked, and where it takes effect. */
export type ResolvedChange = {
  change: ProposedChange;
  siteId: string | null;
  entityId: string | null;
  scope: Scope;
};

/** Checks a proposal against what is there: at proposing, and again when it is approved. */
export function resolveChange(tx: Tx, asked: AskedChange, now: Date): Promise<Result<ResolvedChange>> {
  switch (asked.subject) {
    case 'policy':
      return resolveProposedPolicy(tx, asked, now);
    case 'reason_code':
      return resolveReasonCode(tx, asked);
    case 'legal_hold_release':
      return resolveRelease(tx, asked);
  }
}

const everywhere = { siteId: null, entityId: null, scope: { siteId: null, entityId: null } };

async function resolveReasonCode(
  tx: Tx,
  {
    subject,
    list,
    code,
    label,
    active,
    requiresNote,
    expectedVersion,
  }: ProposedReasonCode & { expectedVersion: number },
): Promise<Result<ResolvedChange>> {
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(code))
    return refuse('reason-code.malformed', `"${code}" is no name for a code`, '/code');
  const [known] = await tx
    .select()
    .from(reasonCodes)
    .where(and(eq(reasonCodes.list, list), eq(reasonCodes.code, code)));
  const version = expectVersion(known?.version ?? 0, expectedVersion);
  if (!version.ok) return version;
  // A list without a word in use could not be answered where policy asks for a code, not even to put one back.
  if (known?.active && !active && (await isLastInUse(tx, list)))
    return refuse('reason-code.last-of-list', `"${code}" is the last code in use of its list`, '/active');
  const change = { subject, list, code, label: label.trim(), active, requiresNote };
  const same = known && known.label === change.label && known.active === active && known.requiresNote === requiresNote;
  return same
    ? refuse('policy-change.changes-nothing', `"${code}" is like this already`)
    : allow({ change, ...everywhere });
}

/** Locks what is in use, so that of two approvals at once the second sees what the first left. */
async function isLastInUse(tx: Tx, list: ReasonList): Promise<boolean> {
  const inUse = await tx
    .select({ code: reasonCodes.code })
    .from(reasonCodes)
    .where(and(eq(reasonCodes.list, list), eq(reasonCodes.active, true)))
    .orderBy(reasonCodes.code)
    .for('update');
  return inUse.length === 1;
}

async function resolveRelease(
  tx: Tx,
  { legalHoldId, expectedVersion }: Omit<ProposedRelease, 'number'> & { expectedVersion: number },
): Promise<Result<ResolvedChange>> {
  const [hold] = await tx.select().from(legalHolds).where(eq(legalHolds.id, legalHoldId));
  if (!hold) return refuse('legal-hold.unknown', `There is no legal hold ${legalHoldId}`, '/legalHoldId');
  if (hold.releasedAt) return refuse('legal-hold.released', `${hold.number} was released by ${hold.releasedByName}`);
  const version = expectVersion(hold.version, expectedVersion);
  if (!version.ok) return version;
  return allow({ change: { subject: 'legal_hold_release', legalHoldId, number: hold.number }, ...everywhere });
}
