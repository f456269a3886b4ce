import { hashEntry } from '#db/audit-hashes.ts';
import type { DbOrTx } from '#db/connect.ts';
import type { SealedEntry } from '#domain/audit-canonical.ts';
import type { AuditProblem, AuditSeal } from '#domain/audit-seals.ts';
import { findPositions, streamSealedEntries } from './sealed-entries.ts';

type Report = (problem: AuditProblem) => void;

/** How many rows that do not fit are kept to find out which of them only changed places; the others are told as they are. */
const mostCompared = 64;
/** How many comparisons of one seal, so that a trail that was changed throughout costs no more than another. */
const mostTrials = 4_096;

/**
 * Holds the entries of a seal against its leaves, and reports each that was edited, deleted, reordered, inserted or cut off.
 * Answers how many entries it looked at. `leaves` must be known to belong to the seal.
 */
export async function verifySealedRows(
  db: DbOrTx,
  seal: AuditSeal,
  leaves: ReadonlyMap<string, Buffer>,
  report: Report,
): Promise<number> {
  const tell = (kind: AuditProblem['kind'], position: string, message: string) =>
    report({ kind, seal: seal.number, position, message: `Entry ${position} ${message}` });
  const range = {
    from: { transactionId: seal.fromTransaction, position: seal.fromPosition },
    until: { transactionId: seal.untilTransaction, position: seal.untilPosition },
  };
  const unmatched = new Map(leaves);
  const wrong: SealedEntry[] = [];
  let rows = 0;
  const classify = ({ position }: SealedEntry) => {
    if (unmatched.delete(position)) tell('edited', position, 'is not what was sealed');
    else tell('inserted', position, 'stands where nothing more was sealed');
  };

  for await (const entry of streamSealedEntries(db, range)) {
    rows += 1;
    if (unmatched.get(entry.position)?.equals(hashEntry(entry))) unmatched.delete(entry.position);
    else if (wrong.length < mostCompared) wrong.push(entry);
    else classify(entry);
  }

  const comparable = wrong.length * unmatched.size <= mostTrials;
  const moved = new Map(comparable ? wrong.map((entry) => [entry, sealedAs(entry, wrong, unmatched)]) : []);
  for (const entry of wrong) {
    const was = moved.get(entry);
    if (was === undefined) continue;
    unmatched.delete(was);
    tell('reordered', entry.position, `was sealed in another place, as ${was}`);
  }
  for (const entry of wrong) if (moved.get(entry) === undefined) classify(entry);

  if (unmatched.size === 0) return rows;
  const here = new Set(wrong.map(({ position }) => position));
  const { found, highest } = await findPositions(db, [...unmatched.keys()]);
  for (const position of unmatched.keys()) {
    if (found.has(position) && !here.has(position))
      tell('reordered', position, 'was moved to another transaction than the one it was sealed with');
    else if (BigInt(position) > highest) tell('cut-off', position, 'was sealed, and the trail now ends before it');
    else tell('deleted', position, 'was sealed and is gone');
  }
  return rows;
}

/** The position under which this very entry was sealed, when only its place in the trail was changed. */
function sealedAs(
  entry: SealedEntry,
  wrong: readonly SealedEntry[],
  unmatched: ReadonlyMap<string, Buffer>,
): string | undefined {
  for (const [position, leaf] of unmatched) {
    const others = wrong.filter((other) => position === entry.position || other.position === position);
    const transactions = [entry, ...others].map(({ transactionId }) => transactionId);
    const places = transactions.map((transactionId) => ({ position, transactionId }));
    if (places.some((place) => hashEntry({ ...entry, ...place }).equals(leaf))) return position;
  }
  return undefined;
}
