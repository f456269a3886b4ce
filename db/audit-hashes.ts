import { createHash } from 'node:crypto';
import { canonicalEntry, type SealedEntry } from '#domain/audit-canonical.ts';
import { type AuditSeal, readPositions, sealText } from '#domain/audit-seals.ts';

/** A step from a leaf to the root: the hash beside it, and on which side. */
export type ProofStep = { side: 'left' | 'right'; hash: string };

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);
const bytesOfHash = 32;

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const joined = (left: Buffer, right: Buffer): Buffer => sha256(nodePrefix, left, right);

/** RFC 6962, section 2.1: leaves and nodes are hashed with different first bytes, so that none passes for the other. */
export const hashLeaf = (content: Uint8Array | string): Buffer => sha256(leafPrefix, content);
export const hashEntry = (entry: SealedEntry): Buffer => hashLeaf(canonicalEntry(entry));

export const hashSeal = (seal: Omit<AuditSeal, 'hash' | 'leaves'>): string => sha256(sealText(seal)).toString('hex');

/** RFC 6962, section 2.1: the largest power of two below the number of leaves parts them. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return sha256();
  if (leaves.length === 1) return first;
  const half = halfOf(leaves.length);
  return joined(merkleRoot(leaves.slice(0, half)), merkleRoot(leaves.slice(half)));
}

/** RFC 6962, section 2.1.1: what is needed beside leaf `index` to get to the root, from the leaf upwards. */
export function merkleProof(leaves: readonly Buffer[], index: number): readonly ProofStep[] {
  if (leaves.length <= 1) return [];
  const half = halfOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...merkleProof(left, index), { side: 'right', hash: merkleRoot(right).toString('hex') }]
    : [...merkleProof(right, index - half), { side: 'left', hash: merkleRoot(left).toString('hex') }];
}

/** The root (hexadecimal) that a leaf and its proof lead to. */
export const rootOfProof = (leaf: Buffer, steps: readonly ProofStep[]): string =>
  steps
    .reduce((at, { side, hash }) => {
      const beside = Buffer.from(hash, 'hex');
      return side === 'left' ? joined(beside, at) : joined(at, beside);
    }, leaf)
    .toString('hex');

const halfOf = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));

/** The leaf of each position, or null where positions, leaves and root of a seal do not belong together. */
export function leavesOf(seal: AuditSeal): ReadonlyMap<string, Buffer> | null {
  const bytes = Buffer.from(seal.leaves, 'base64');
  const positions = readPositions(seal.positions, seal.rowCount);
  if (positions?.length !== seal.rowCount || bytes.length !== seal.rowCount * bytesOfHash) return null;
  const leaves = positions.map((_, at) => bytes.subarray(at * bytesOfHash, (at + 1) * bytesOfHash));
  if (merkleRoot(leaves).toString('hex') !== seal.root) return null;
  return new Map(positions.map((position, at) => [position, leaves[at] ?? Buffer.alloc(0)]));
}
