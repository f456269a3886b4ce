import type { TraceabilityFood } from './traceability-foods.ts';

/** What items of a category have to say of themselves. Degrees Celsius as decimal strings. */
export type CategoryRule = {
  /** The widest range such goods may be kept in; null where they keep at any. */
  storage: { least: string; most: string } | null;
  longestShelfLifeDays: number;
  /** Of which at least one has to be named. */
  allergens: readonly string[];
  /** Foods of the Food Traceability List that belong here: an item that is none of them says why. */
  traceabilityFoods: readonly TraceabilityFood[];
  /** What a specification tests for, with no finding accepted: the hazards of ready-to-eat food (21 CFR 117; Regulation (EC) 2073/2005). */
  tests: readonly string[];
};

const listeria = ['Listeria monocytogenes'];

const fish: readonly TraceabilityFood[] = [
  'finfish_histamine_producing',
  'finfish_ciguatoxin',
  'finfish_other',
  'finfish_smoked',
  'crustaceans',
  'molluscan_shellfish_bivalves',
];

/** By category of items. An item of another category is judged by the general rules alone, and told so. */
export const categoryRules: Record<string, CategoryRule> = {
  cheese: {
    storage: { least: '-2', most: '8' },
    longestShelfLifeDays: 365,
    allergens: ['milk'],
    traceabilityFoods: [
      'cheese_fresh_soft',
      'cheese_soft_ripened_or_semi_soft',
      'cheese_unpasteurized_other_than_hard',
    ],
    tests: listeria,
  },
  // Hard cheeses are not on the list (21 CFR 133.150).
  hard_cheese: {
    storage: { least: '-2', most: '15' },
    longestShelfLifeDays: 1_095,
    allergens: ['milk'],
    traceabilityFoods: [],
    tests: listeria,
  },
  seafood: {
    storage: { least: '-30', most: '5' },
    longestShelfLifeDays: 730,
    allergens: ['fish', 'crustaceans', 'molluscs'],
    traceabilityFoods: fish,
    tests: listeria,
  },
  eggs: {
    storage: { least: '0', most: '8' },
    longestShelfLifeDays: 60,
    allergens: ['eggs'],
    traceabilityFoods: ['shell_eggs'],
    tests: ['Salmonella'],
  },
  produce: {
    storage: { least: '-1', most: '16' },
    longestShelfLifeDays: 120,
    allergens: [],
    traceabilityFoods: [
      'cucumbers_fresh',
      'herbs_fresh',
      'leafy_greens_fresh',
      'leafy_greens_fresh_cut',
      'melons_fresh',
      'peppers_fresh',
      'sprouts_fresh',
      'tomatoes_fresh',
      'tropical_tree_fruits_fresh',
      'fruits_fresh_cut',
      'vegetables_fresh_cut',
    ],
    tests: [],
  },
  deli: {
    storage: { least: '-2', most: '5' },
    longestShelfLifeDays: 60,
    allergens: [],
    traceabilityFoods: ['ready_to_eat_deli_salads'],
    tests: listeria,
  },
  kit: {
    storage: { least: '-2', most: '8' },
    longestShelfLifeDays: 365,
    allergens: [],
    traceabilityFoods: [],
    tests: [],
  },
  dry: { storage: null, longestShelfLifeDays: 3_650, allergens: [], traceabilityFoods: [], tests: [] },
};
