import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const stockExplanations = {
  'lot.unknown': {
    title: 'No such lot',
    remedy: 'List the lots to find the id; you may lack the site where its stock is.',
  },
  'lot.transition-not-allowed': {
    title: 'Not possible in this condition',
    remedy: 'Look at the lot: its page names what its condition allows.',
  },
  'stock.insufficient': { title: 'Not enough stock there', remedy: 'Read the stock of the lot to see what is where.' },
  'stock.held': {
    title: 'Stock is held',
    remedy: 'Held stock moves only with the right to move it and a reason, and stays held.',
  },
  'stock.held-by-other': {
    title: 'Held for another reason too',
    remedy: 'Settle the other holds first; the detail names them.',
  },
  'stock.none-in-reach': { title: 'No stock in reach', remedy: 'Read the stock of the lot to see what is where.' },
  'stock.same-place': { title: 'Already there', remedy: 'Name another place than the one it is at.' },
  'hold.unknown': { title: 'No such hold', remedy: 'List the holds to find the id.' },
  'hold.location-needs-site': { title: 'Location without its site', remedy: 'Name the site as well as the location.' },
  'reason.missing': { title: 'Reason missing', remedy: 'Say why; people who read the trail later will ask.' },
  'reason.too-short': {
    title: 'Reason too short',
    remedy: 'Say why in at least a few words; people who read the trail later will ask.',
  },
  'stock.left-in-reach': {
    title: 'Stock is left in reach of the hold',
    remedy: 'Settle the stock that the detail names first; a hold ends when nothing undecided is left in its reach.',
  },
  'stock.more-in-reach': {
    title: 'More is held than was decided about',
    remedy: 'Take the decision back and decide again about all that is in reach of the hold now.',
  },
  'move.refused': {
    title: 'Move refused',
    remedy: 'Nothing was moved. Correct every error listed and send it again.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
