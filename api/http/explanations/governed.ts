import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

/** Of what is governed beside items, parties and locations. */
export const governedExplanations = {
  'item.specification-missing': {
    title: 'No specification in effect',
    remedy: 'Propose one: without it a release has nothing to judge results by.',
  },
  'specification.unit-missing': { title: 'Limits without a unit', remedy: 'Say in which unit the limits are.' },
  'specification.test-missing': {
    title: 'Test of the category missing',
    remedy: 'Add the test that the detail names, as required and with the words it accepts.',
  },
  'specification.test-accepts-findings': {
    title: 'Test accepts a finding',
    remedy: 'Allow only words that say that nothing was found.',
  },
  'specification.temperature-missing': {
    title: 'Temperature missing',
    remedy: 'Add a required characteristic in celsius with an upper limit.',
  },
  'specification.temperature-too-warm': {
    title: 'Warmer than its category allows',
    remedy: 'Lower the upper limit to what the detail says.',
  },
  'specification.effective-in-past': {
    title: 'Would hold from an instant that is over',
    remedy: 'Propose it with a later instant, or with none: it then holds from its approval on.',
  },
  'specification.category-changed': {
    title: 'The item has another category by now',
    remedy: 'Propose it anew: the rules of the new category are asked, and whoever approves has the right for it.',
  },
  'party.certificate-expired': {
    title: 'Certificate has ended',
    remedy: 'Ask the supplier for the one that follows, and propose it.',
  },
  'certificate.scheme-unknown': { title: 'No such scheme', remedy: 'Use one of the words that the detail lists.' },
  'certificate.paper-taken': {
    title: 'Certificate is there already',
    remedy: 'Change the certificate that the detail names.',
  },
  'certificate.document-unknown': {
    title: 'No such document',
    remedy: 'Upload the document first, and name the id that was answered.',
  },
  'entity.currency-unknown': { title: 'No such currency', remedy: 'Send its three letters of ISO 4217.' },
  'site.operator-missing': {
    title: 'Nobody runs the site, or two do',
    remedy: 'Name the entity that runs it in `operatedBy`, or the third party in `operator`, and not both.',
  },
  'site.time-zone-unknown': {
    title: 'No such time zone',
    remedy: 'Send a name of the IANA data, such as Europe/Berlin.',
  },
  'site.owner-has-stock': {
    title: 'The owner has stock there',
    remedy: 'Move the stock or change its owner first; the detail names who it is.',
  },
  'place.gln-taken': { title: 'Location number is in use', remedy: 'Check the number; the detail says whose it is.' },
  'place.phone-missing': { title: 'No telephone number', remedy: 'Give one that people can call.' },
  'import.record-has-errors': {
    title: 'Another row of the record has errors',
    remedy: 'Correct that row; the rows of one record are proposed together.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
