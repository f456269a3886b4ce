/** A place in the order of the trail: transactions as they began to write, and the positions within one. */
export type TrailPlace = { transactionId: string; position: string };

/**
 * A batch of entries, sealed: everything from one place of the trail up to another, and nothing else. All of it is plain
 * JSON, so that a seal kept elsewhere is compared with the table's own field by field.
 */
export type AuditSeal = {
  /** 1, 2, 3 … without a gap. */
  number: string;
  /** Hash of the seal before, or of nothing: that chains them. */
  previousHash: string;
  /** From here, and up to but not with there, every entry that was ever committed is in this seal. */
  fromTransaction: string;
  fromPosition: string;
  untilTransaction: string;
  untilPosition: string;
  /** The lowest and the highest position in it. */
  firstPosition: string;
  lastPosition: string;
  rowCount: number;
  /** Exactly which positions, in order, as `1-40,42`: what was rolled back is no deletion. */
  positions: string;
  /** The hash of each entry in the same order, 32 bytes each, base64: by them a change is pinned on its entry. */
  leaves: string;
  /** Merkle root over them (RFC 6962, section 2.1), hexadecimal. */
  root: string;
  sealedAt: string;
  /** SHA-256 over everything above, hexadecimal. */
  hash: string;
};

/** Before the first seal. */
export const noSeal = '0'.repeat(64);

/** The text whose hash is the seal's own. It names the form, so that another form can never be taken for this one. */
export const sealText = (seal: Omit<AuditSeal, 'hash' | 'leaves'>): string =>
  [
    'holdfast-audit-seal-1',
    seal.number,
    seal.previousHash,
    seal.fromTransaction,
    seal.fromPosition,
    seal.untilTransaction,
    seal.untilPosition,
    seal.firstPosition,
    seal.lastPosition,
    seal.rowCount,
    seal.positions,
    seal.root,
    seal.sealedAt,
  ].join('\n');

/** Positions in their order, runs put together: `1-40,42`. */
export function writePositions(positions: readonly string[]): string {
  const runs: [bigint, bigint][] = [];
  for (const position of positions.map(BigInt)) {
    const run = runs.at(-1);
    if (run && run[1] + 1n === position) run[1] = position;
    else runs.push([position, position]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** The positions behind such a text, or null where it is none or names more than `most`. */
export function readPositions(text: string, most: number): readonly string[] | null {
  if (!/^\d{1,19}(-\d{1,19})?(,\d{1,19}(-\d{1,19})?)*$/.test(text)) return null;
  const positions: string[] = [];
  for (const run of text.split(',')) {
    const [first = '', last = first] = run.split('-');
    const count = BigInt(last) - BigInt(first) + 1n;
    if (count < 1n || BigInt(positions.length) + count > BigInt(most)) return null;
    for (let at = BigInt(first); at <= BigInt(last); at += 1n) positions.push(String(at));
  }
  return positions;
}

export const auditProblemKinds = [
  'edited',
  'deleted',
  'reordered',
  'inserted',
  'cut-off',
  'seal-edited',
  'seal-missing',
  'seal-cut-off',
  'seal-differs',
] as const;

/** One thing wrong with the trail: in which seal, and where it is about an entry, at which position. */
export type AuditProblem = {
  kind: (typeof auditProblemKinds)[number];
  seal: string;
  position: string | null;
  message: string;
};
