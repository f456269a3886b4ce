/**
 * Which way is stricter: where law sets a floor, a narrower policy may only go this way. `later` is said of a choice whose
 * options go from the most lenient to the strictest.
 */
export type Stricter = 'lower' | 'higher' | 'true' | 'false' | 'more' | 'later' | 'none';

/** `places` is how many decimals a number may have; numbers are kept as decimal strings. */
export type PolicyDefinition =
  | { type: 'number'; unit: string; least: string; most: string; places: number }
  | { type: 'switch' }
  | { type: 'choice'; options: readonly string[] }
  | { type: 'list'; options: readonly string[] };

/** What a policy is, what holds until somebody sets another value, and what its value decides. */
export type DescribedPolicy = PolicyDefinition & {
  stricter: Stricter;
  installed: string | boolean | readonly string[];
  meaning: string;
};

export const number = (unit: string, least: string, most: string, places: number) =>
  ({ type: 'number', unit, least, most, places }) as const;

/** How long until something happens by itself. Parts of a minute are allowed so that a process can be tried in seconds. */
export const minutes = (installed: string, meaning: string) =>
  ({ ...number('minutes', '0.001', '525600', 4), stricter: 'lower', installed, meaning }) as const;

/** Something that is either asked for, or allowed. */
export const required = (installed: boolean, meaning: string) =>
  ({ type: 'switch', stricter: 'true', installed, meaning }) as const;
export const permitted = (installed: boolean, meaning: string) =>
  ({ type: 'switch', stricter: 'false', installed, meaning }) as const;
