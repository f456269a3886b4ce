import { acceptableQuality, zeroAcceptance } from '#domain/sampling.ts';
import type { Characteristic, SpecificationContent } from '#domain/specifications.ts';
import type { AdoptedSpecification } from './adopt-specifications.ts';

const number = (
  name: string,
  method: string,
  unit: string,
  [lower, upper]: readonly [string | null, string | null],
  measured: Characteristic['measuredOn'] = 'each_sample',
): Characteristic => ({ name, method, unit, lower, upper, allowed: null, required: true, measuredOn: measured });

const word = (
  name: string,
  method: string,
  allowed: readonly string[],
  measured: Characteristic['measuredOn'] = 'each_sample',
): Characteristic => ({
  name,
  method,
  unit: null,
  lower: null,
  upper: null,
  allowed,
  required: true,
  measuredOn: measured,
});

const listeria = word('Listeria monocytogenes in 25 g', 'ISO 11290-1', ['not detected'], 'lot');
const salmonella = word('Salmonella in 25 g', 'ISO 6579-1', ['not detected'], 'lot');
const coreTemperature = (most: string) => number('Core temperature', 'Probe between packs', 'celsius', [null, most]);
const packs = word('Packs', 'Seen', ['intact']);
const label = word('Label against specimen', 'Seen', ['agrees'], 'lot');

const perishable = (...characteristics: Characteristic[]): SpecificationContent => ({
  characteristics,
  sampling: zeroAcceptance,
});
const ambient = (...characteristics: Characteristic[]): SpecificationContent => ({
  characteristics,
  sampling: acceptableQuality,
});

const freshCheese = perishable(
  coreTemperature('7'),
  packs,
  number('pH', 'ISO 5546', 'pH', ['4.2', '4.9'], 'lot'),
  listeria,
  label,
);

/** What the story's items have to be: cold ones judged with no nonconforming sample accepted, dry ones by a quality level. */
const contents: Record<string, SpecificationContent> = {
  'GC-BULK': freshCheese,
  'GC-LOG': freshCheese,
  'GC-CUP': freshCheese,
  'HM-CUP': freshCheese,
  'GC-SPREAD': freshCheese,
  BOARD: perishable(coreTemperature('7'), packs, label),
  PECORINO: perishable(
    coreTemperature('12'),
    word('Rind', 'Seen', ['sound']),
    number('Water activity', 'ISO 18787', 'aw', [null, '0.92'], 'lot'),
    listeria,
  ),
  SALMON: perishable(
    coreTemperature('4'),
    packs,
    number('Salt in water phase', 'AOAC 937.09', 'percent', ['3.5', null], 'lot'),
    listeria,
    label,
  ),
  CRISP: ambient(packs, number('Moisture', 'ISO 712', 'percent', [null, '8'], 'lot'), label),
  'FIG-JAM': ambient(packs, number('Soluble solids', 'ISO 2173', 'degrees Brix', ['60', '68'], 'lot'), label),
  BASIL: ambient(packs, number('Moisture', 'ISO 939', 'percent', [null, '12'], 'lot'), salmonella, label),
  'OLIVE-OIL': ambient(
    packs,
    number('Free acidity', 'ISO 660', 'percent', [null, '0.8'], 'lot'),
    number('Peroxide value', 'ISO 3960', 'meq/kg', [null, '20'], 'lot'),
    label,
  ),
  'ALM-BUTTER': ambient(packs, salmonella, number('Aflatoxin B1', 'ISO 16050', 'µg/kg', [null, '8'], 'lot'), label),
};

/** The story's specifications, in effect since before its first receipt. */
export const specificationsOfStory = (effectiveFrom: string): AdoptedSpecification[] =>
  Object.entries(contents).map(([item, content]) => ({ item, content, effectiveFrom }));
