import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const masterDataExplanations = {
  'proposal.unknown': { title: 'No such proposal', remedy: 'List the proposals to find the id.' },
  'proposal.not-open': { title: 'Proposal not open', remedy: 'Read the proposal to see what became of it.' },
  'proposal.already-decided': {
    title: 'Someone decided first',
    remedy: 'The detail names who and when. Read the proposal to see the outcome.',
  },
  'proposal.second-person-required': {
    title: 'A second person decides',
    remedy: 'Ask somebody else with the right: who proposed it or answers for it does not decide about it.',
  },
  'proposal.record-changed': {
    title: 'The record was changed meanwhile',
    remedy: 'Read the record again and propose the change on its present version.',
  },
  'proposal.nothing-changed': {
    title: 'Nothing would change',
    remedy: 'The record says this already; change something or leave it.',
  },
  'proposal.refused': {
    title: 'Proposal refused',
    remedy: 'The errors name each field and what is wrong with it. Correct them and send it again.',
  },
  'proposal.not-yours': {
    title: 'Proposal of somebody else',
    remedy: 'Whoever proposed it or answers for it takes it back; you may reject it if you may decide.',
  },
  'proposal.required': {
    title: 'This needs a proposal',
    remedy: 'Propose the change of the record: a second person decides about what loosens.',
  },
  'record.code-taken': {
    title: 'Code taken',
    remedy: 'Choose another code, or propose a change of the record that has it.',
  },
  'record.code-malformed': { title: 'Code malformed', remedy: 'Use letters, digits, points, dashes and underscores.' },
  'record.name-missing': { title: 'Name missing', remedy: 'Give it a name of at most 200 characters.' },
  'record.field-fixed': {
    title: 'Field cannot change any more',
    remedy: 'Lots hang on it. Make a new record and let this one run out.',
  },
  'record.blocked-by-proposal': {
    title: 'Blocking is no change of a record',
    remedy: 'Block it by its own call: that takes effect at once.',
  },
  'record.merged': {
    title: 'Merged into another record',
    remedy: 'Work on the record that it leads to; the message names it.',
  },
  'merge.same-record': {
    title: 'One record only',
    remedy: 'Name two records: the one that stays and the one that goes.',
  },
  'merge.blocked': {
    title: 'The one that goes is blocked',
    remedy: 'Block the other too, or free the blocked one by a proposal first: a merge frees nothing.',
  },
  'merge.has-merged': {
    title: 'Others were merged into it',
    remedy: 'Propose it the other way round, or separate those first: a code leads to its record in one step.',
  },
  'merge.override-differs': {
    title: 'A local override does not go over',
    remedy: 'Take the override away on one side, or leave its field to sites and entities on the record that stays.',
  },
  'merge.not-merged': { title: 'Not merged', remedy: 'Nothing is left to separate: read the record again.' },
  'record.already-blocked': { title: 'Blocked already', remedy: 'Nothing is left to do; freeing it is proposed.' },
  'item.gtin-taken': {
    title: 'GTIN of another item',
    remedy: 'Check the number: a GTIN belongs to one item or to one of its units.',
  },
  'item.weight-malformed': { title: 'Weight malformed', remedy: 'Send kilograms above zero as a decimal number.' },
  'item.shelf-life-malformed': { title: 'Shelf life malformed', remedy: 'Send a whole number of days above zero.' },
  'item.unit-repeated': { title: 'Unit there twice', remedy: 'Name each unit once, and not the base unit.' },
  'item.unit-not-convertible': {
    title: 'Unit not convertible',
    remedy: 'Send whole numbers above zero: one unit is numerator divided by denominator base units.',
  },
  'item.allergen-unknown': { title: 'No such allergen', remedy: 'Use the words that the detail lists.' },
  'item.category-without-rules': {
    title: 'Category without rules',
    remedy: 'Check its spelling; for a category of your own only the general rules hold.',
  },
  'item.storage-range-missing': {
    title: 'Storage temperatures missing',
    remedy: 'Say between which temperatures it is kept.',
  },
  'item.storage-range-outside-category': {
    title: 'Storage temperatures unusual for the category',
    remedy: 'Check both temperatures, and the category.',
  },
  'item.shelf-life-too-long': {
    title: 'Shelf life too long for the category',
    remedy: 'Check the days, and the category.',
  },
  'item.allergens-missing': {
    title: 'Allergens missing',
    remedy: 'List its allergens; an empty list says that there are none.',
  },
  'item.allergen-of-category-missing': {
    title: 'Allergen of its category missing',
    remedy: 'Add what such goods contain, or correct the category.',
  },
  'item.traceability-food-missing': {
    title: 'Food of the traceability list missing',
    remedy: 'Say which food of the Food Traceability List it is.',
  },
  'item.traceability-exemption-missing': {
    title: 'Reason off the traceability list missing',
    remedy: 'Say why it is not on the Food Traceability List, although its category is.',
  },
  'item.packaging-unit-missing': { title: 'No packaging unit', remedy: 'Add the units it comes in.' },
  'item.unit-gtin-missing': { title: 'No package has a GTIN', remedy: 'Add the GTIN of at least one of its units.' },
  'item.blocked': {
    title: 'Item blocked',
    remedy: 'It is not announced or promised until an approved proposal frees it. What arrives is received, and held.',
  },
  'supplier.blocked': {
    title: 'Supplier blocked',
    remedy: 'Nothing is announced from it until an approved proposal frees it. What arrives is received, and held.',
  },
  'party.email-malformed': { title: 'E-mail address malformed', remedy: 'Check it.' },
  'party.duns-malformed': { title: 'D-U-N-S number malformed', remedy: 'Send its nine digits.' },
  'party.country-malformed': { title: 'Country malformed', remedy: 'Send the two letters of ISO 3166-1.' },
  'party.certificate-dates': { title: 'Certificate ends before it begins', remedy: 'Check both dates.' },
  'party.role-missing': { title: 'Neither supplier nor customer', remedy: 'Say which of the two it is, or both.' },
  'party.address-incomplete': { title: 'Address incomplete', remedy: 'Give street, city, postal code and country.' },
  'party.recall-contact-missing': {
    title: 'No contact for recalls',
    remedy: 'Name at least one person whom a recall reaches.',
  },
  'party.contact-unreachable': {
    title: 'Contact for recalls not reachable',
    remedy: 'Give a telephone number and an e-mail address.',
  },
  'party.risk-score-missing': { title: 'Risk not scored', remedy: 'Score the supplier.' },
  'party.plant-gln-missing': { title: 'Location number of the plant missing', remedy: 'Ask the supplier for it.' },
  'party.ship-to-gln-missing': { title: 'Location number of delivery missing', remedy: 'Ask the customer for it.' },
  'party.duns-missing': { title: 'D-U-N-S number missing', remedy: 'Ask for it.' },
  'party.audit-missing': { title: 'No food safety audit', remedy: 'Ask the supplier for its certificate.' },
  'location.range-missing': {
    title: 'Temperatures of the location missing',
    remedy: 'Say between which temperatures it is kept.',
  },
  'location.kind-unknown': { title: 'No such kind of location', remedy: 'Use one of the words that the detail lists.' },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
