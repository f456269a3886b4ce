/** Two records side by side. Likenesses are between 0 and 1, of names and of addresses written out. */
export type LikeRecords = {
  sameDuns: boolean;
  sameGln: boolean;
  sameEmail: boolean;
  nameLikeness: number;
  addressLikeness: number;
  /** Of items: the same category, and the same weight of a base unit. */
  sameCategory: boolean;
  sameWeight: boolean;
};

export const duplicateSigns = ['duns', 'gln', 'email', 'name_and_address', 'name', 'name_and_weight'] as const;
export type DuplicateSign = (typeof duplicateSigns)[number];

export type Suspicion = { likeness: number; signs: { sign: DuplicateSign; says: string }[] };

/** Each sign by itself: how sure it makes, from 0 to 100, and the sentence people read. */
const weights: Record<DuplicateSign, { likeness: number; says: string; shows(pair: LikeRecords): boolean }> = {
  duns: { likeness: 95, says: 'The same D-U-N-S number', shows: ({ sameDuns }) => sameDuns },
  gln: { likeness: 85, says: 'The same location number', shows: ({ sameGln }) => sameGln },
  email: { likeness: 70, says: 'A contact with the same e-mail address', shows: ({ sameEmail }) => sameEmail },
  name_and_address: {
    likeness: 80,
    says: 'Similar names at similar addresses',
    shows: ({ nameLikeness, addressLikeness }) => nameLikeness >= 0.6 && addressLikeness >= 0.6,
  },
  name: { likeness: 75, says: 'Nearly the same name', shows: ({ nameLikeness }) => nameLikeness >= 0.9 },
  name_and_weight: {
    likeness: 70,
    says: 'A similar name in the same category, of the same weight',
    shows: ({ nameLikeness, sameCategory, sameWeight }) => nameLikeness >= 0.7 && sameCategory && sameWeight,
  },
};

/** How much two names have to be alike for a pair to be looked at for them alone. */
export const leastNameLikeness = 0.6;

/** Whether two records may be one, how likely and why; null where nothing speaks for it. */
export function suspicionOf(pair: LikeRecords): Suspicion | null {
  const showing = duplicateSigns.filter((sign) => weights[sign].shows(pair));
  if (showing.length === 0) return null;
  const strongest = Math.max(...showing.map((sign) => weights[sign].likeness));
  return {
    likeness: Math.min(99, strongest + 3 * (showing.length - 1)),
    signs: showing.map((sign) => ({ sign, says: weights[sign].says })),
  };
}
