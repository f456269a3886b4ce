/** The European Union, whose law holds in each of its members. */
const union = 'EU';
const members = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '));
const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whose law and policies hold in a country, the closest first: its own, and those of the union that it is in. */
export const jurisdictionsOf = (country: string): readonly string[] =>
  members.has(country) ? [country, union] : [country];

/** Whether something can be for it: the code of a country as addresses have it (ISO 3166, two letters), or the union. */
export const isJurisdiction = (code: string): boolean => {
  if (code === union) return true;
  if (!/^[A-Z]{2}$/.test(code) || code === 'ZZ' || names.of(code) === undefined) return false;
  // Not a code that another one has replaced, such as UK for GB: no address has it.
  return new Intl.Locale(`und-${code}`).region === code;
};
