import { hashSeal, leavesOf } from '#db/audit-hashes.ts';
import type { DbOrTx } from '#db/connect.ts';
import { type AuditProblem, type AuditSeal, noSeal } from '#domain/audit-seals.ts';
import { findLastSeal, findSeal, streamAuditSeals } from './audit-seals.ts';
import { countUnsealed } from './sealed-entries.ts';
import { verifySealedRows } from './verify-sealed-rows.ts';

export type VerifyOptions = {
  /** Numbers of the first and the last seal to look at; from the first, and to the last, where left out. */
  from?: string | undefined;
  until?: string | undefined;
  /** Seals kept elsewhere, in ascending order: they are believed before the table. */
  kept?: AsyncIterable<AuditSeal> | undefined;
  report: (problem: AuditProblem) => void;
};

export type Verification = {
  seals: number;
  rows: number;
  problems: number;
  /** The last seal looked at, or null where there was none. */
  lastSeal: string | null;
  /** Entries behind the last seal of all; null when the run ended before it. */
  unsealed: { rows: number; oldestRecordedAt: string | null } | null;
};

/** Where a chain begins. */
const beginning = { number: '0', hash: noSeal, untilTransaction: '0', untilPosition: '0' };
type Link = Pick<AuditSeal, 'number' | 'hash' | 'untilTransaction' | 'untilPosition'>;

/**
 * Holds the trail against its seals, and those against one another and against seals kept elsewhere. Every entry that was
 * edited, deleted, reordered, inserted or cut off is reported with its position, every seal with its number. Holds a page of
 * seals and of entries in memory at a time.
 */
export async function verifyAudit(
  db: DbOrTx,
  { from = '1', until, kept, report }: VerifyOptions,
): Promise<Verification> {
  const done: Verification = { seals: 0, rows: 0, problems: 0, lastSeal: null, unsealed: null };
  const tell = (problem: AuditProblem) => {
    done.problems += 1;
    report(problem);
  };
  const before = String(BigInt(from) - 1n);
  let last: Link = before === '0' ? beginning : ((await findSeal(db, before)) ?? { ...beginning, number: before });
  let linked = last.hash !== noSeal || before === '0';
  const inRange = async function* (): AsyncGenerator<AuditSeal> {
    for await (const seal of kept ?? [])
      if (BigInt(seal.number) >= BigInt(from) && (until === undefined || BigInt(seal.number) <= BigInt(until)))
        yield seal;
  };

  const end = (await findLastSeal(db))?.number ?? '0';
  for await (const { stored, given } of sideBySide(streamAuditSeals(db, { after: before, until }), inRange())) {
    const about = stored ?? given;
    if (!about) continue;
    compare(stored, given, end, tell);
    const seal = given && isSound(given) ? given : about;
    if (linked) checkLink(last, seal, tell);
    const leaves = leavesOf(seal);
    if (leaves) done.rows += await verifySealedRows(db, seal, leaves, tell);
    done.seals += 1;
    done.lastSeal = seal.number;
    last = seal;
    linked = true;
  }
  if (until === undefined || BigInt(until) >= BigInt(end)) {
    done.unsealed = await countUnsealed(db, { transactionId: last.untilTransaction, position: last.untilPosition });
  }
  return done;
}

const isSound = (seal: AuditSeal): boolean => hashSeal(seal) === seal.hash && leavesOf(seal) !== null;

type Tell = (problem: AuditProblem) => void;

function compare(stored: AuditSeal | undefined, given: AuditSeal | undefined, end: string, tell: Tell): void {
  const say = (kind: AuditProblem['kind'], seal: string, message: string) =>
    tell({ kind, seal, position: null, message: `Seal ${seal} ${message}` });
  if (stored && !isSound(stored)) say('seal-edited', stored.number, 'does not bear out its own hash');
  if (given && !isSound(given)) say('seal-edited', given.number, 'in the file does not bear out its own hash');
  if (given && !stored) {
    if (BigInt(given.number) > BigInt(end))
      say('seal-cut-off', given.number, 'is in the file; the table ends before it');
    else say('seal-missing', given.number, 'is in the file and gone from the table');
  }
  if (stored && given && stored.hash !== given.hash) say('seal-differs', stored.number, 'is another one in the file');
}

function checkLink(last: Link, seal: AuditSeal, tell: Tell): void {
  const next = BigInt(last.number) + 1n;
  if (BigInt(seal.number) !== next) {
    const missing = String(next);
    const upTo = BigInt(seal.number) - 1n;
    const message = `Seals ${missing} to ${upTo} are missing, and nothing says what they sealed`;
    tell({ kind: 'seal-missing', seal: missing, position: null, message });
    return;
  }
  const follows =
    seal.previousHash === last.hash &&
    seal.fromTransaction === last.untilTransaction &&
    seal.fromPosition === last.untilPosition;
  if (follows) return;
  const message = `Seal ${seal.number} was chained to another seal ${last.number} than this one`;
  tell({ kind: 'seal-edited', seal: last.number, position: null, message });
}

type Pair = { stored: AuditSeal | undefined; given: AuditSeal | undefined };

/** Two ascending lists of seals, number by number. */
async function* sideBySide(
  storedSeals: AsyncGenerator<AuditSeal>,
  givenSeals: AsyncGenerator<AuditSeal>,
): AsyncGenerator<Pair> {
  const next = async (seals: AsyncGenerator<AuditSeal>): Promise<AuditSeal | undefined> => {
    const step = await seals.next();
    return step.done ? undefined : step.value;
  };
  let [stored, given] = [await next(storedSeals), await next(givenSeals)];
  while (stored || given) {
    const gap = stored && given ? BigInt(stored.number) - BigInt(given.number) : stored ? -1n : 1n;
    yield { stored: gap <= 0n ? stored : undefined, given: gap >= 0n ? given : undefined };
    if (gap <= 0n) stored = await next(storedSeals);
    if (gap >= 0n) given = await next(givenSeals);
  }
}
