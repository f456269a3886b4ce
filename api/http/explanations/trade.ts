import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const tradeExplanations = {
  'gs1.malformed': {
    title: 'GS1 key malformed',
    remedy: 'Send the digits of the GS1 key in its full length, without spaces.',
  },
  'gs1.check-digit-wrong': {
    title: 'GS1 check digit wrong',
    remedy: 'Scan or type it again: a digit was misread. The detail names the digit expected.',
  },
  'quantity.malformed': {
    title: 'Quantity malformed',
    remedy: 'Send a decimal number as a string, such as "12.5", without thousands separators or exponent.',
  },
  'quantity.not-positive': { title: 'Quantity not above zero', remedy: 'Send a quantity above zero.' },
  'quantity.too-precise': { title: 'Quantity too precise', remedy: 'Use at most four decimal places.' },
  'quantity.too-large': {
    title: 'Quantity too large',
    remedy: 'Use at most fourteen digits before the decimal point.',
  },
  'quantity.unit-unknown': {
    title: 'Unit unknown for this item',
    remedy: 'Use the base unit of the item or one of its packaging units.',
  },
  'date.malformed': { title: 'Date malformed', remedy: 'Send YYYY-MM-DD.' },
  'date.impossible': { title: 'No such day', remedy: 'Check day and month: the calendar has no such day.' },
  'date.expiry-not-after-manufacture': {
    title: 'Expiry not after manufacture',
    remedy: 'Check both dates on the label.',
  },
  'date.manufactured-in-future': {
    title: 'Manufactured in the future',
    remedy: 'Check the date on the label, and the day at the site.',
  },
  'entity.unknown': { title: 'No such legal entity', remedy: 'List the legal entities to find the code.' },
  'site.unknown': { title: 'No such site', remedy: 'List the sites to find the code.' },
  'site.owner-not-allowed': {
    title: 'Owner has no stock at this site',
    remedy: 'Choose an owner whose stock the site may hold, or have the master data changed.',
  },
  'location.unknown': {
    title: 'No such location at this site',
    remedy: 'List the locations of the site to find the code.',
  },
  'location.not-for-stock': {
    title: 'Location does not take this stock',
    remedy: 'Choose a location of a kind that takes it.',
  },
  'item.unknown': { title: 'No such item', remedy: 'Send the code or GTIN of an item that is in the master data.' },
  'supplier.unknown': { title: 'No such supplier', remedy: 'Send the code of a party that is a supplier.' },
  'party.unknown': { title: 'No such party', remedy: 'List the parties to find the code.' },
  'certificate.unknown': { title: 'No such certificate', remedy: 'List the certificates to find it.' },
  'certificate.kind-unknown': { title: 'No such kind of certificate', remedy: 'Use one of the kinds in the contract.' },
  'policy.unknown': { title: 'No such policy', remedy: 'List the policies to find the key.' },
  'policy.out-of-range': {
    title: 'Policy value out of range',
    remedy: 'Choose a value within the bounds that the list of policies tells.',
  },
  'risk.out-of-range': {
    title: 'Risk score out of range',
    remedy: 'Send a number from 0 to 100 with at most two decimal places.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
