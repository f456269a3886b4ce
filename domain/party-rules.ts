import type { PartyRecord } from './master-records.ts';
import type { RecordRule } from './record-rules.ts';

const always = () => true;
const isSupplier = ({ isSupplier: supplies }: PartyRecord) => supplies;
const isCustomer = ({ isCustomer: buys }: PartyRecord) => buys;
const forRecalls = ({ contacts }: PartyRecord) => contacts.filter((contact) => contact.forRecalls);

/** What suppliers and customers have to say of themselves: above all, whom a recall reaches. */
export const partyRules: readonly RecordRule<PartyRecord>[] = [
  {
    code: 'party.role-missing',
    field: 'isSupplier',
    weight: 10,
    must: true,
    applies: always,
    holds: (party) => party.isSupplier || party.isCustomer,
    says: ({ code }) => `${code} is neither a supplier nor a customer`,
  },
  {
    code: 'party.address-incomplete',
    field: 'address',
    weight: 15,
    must: true,
    applies: always,
    holds: ({ address: { street, city, postalCode, country } }) =>
      [street, city, postalCode, country].every((part) => part.trim() !== ''),
    says: () => 'Its address has no street, city, postal code or country',
  },
  {
    code: 'party.recall-contact-missing',
    field: 'contacts',
    weight: 25,
    must: true,
    applies: always,
    holds: (party) => forRecalls(party).length > 0,
    says: ({ code }) => `${code} has no contact for recalls`,
  },
  {
    code: 'party.contact-unreachable',
    field: 'contacts',
    weight: 15,
    must: true,
    applies: (party) => forRecalls(party).length > 0,
    holds: (party) => forRecalls(party).some(({ phone, email }) => phone.trim() !== '' && email.trim() !== ''),
    says: () => 'No contact for recalls can be reached by telephone and by e-mail',
  },
  {
    code: 'party.risk-score-missing',
    field: 'riskScore',
    weight: 10,
    must: false,
    applies: isSupplier,
    holds: ({ riskScore }) => riskScore !== null,
    says: ({ code }) => `Nobody has scored the risk of ${code}`,
  },
  {
    code: 'party.plant-gln-missing',
    field: 'plantGln',
    weight: 5,
    must: false,
    applies: isSupplier,
    holds: ({ plantGln }) => plantGln !== null,
    says: () => 'The location number of its plant, the usual source of traceability lot codes, is not known',
  },
  {
    code: 'party.ship-to-gln-missing',
    field: 'shipToGln',
    weight: 5,
    must: false,
    applies: isCustomer,
    holds: ({ shipToGln }) => shipToGln !== null,
    says: () => 'The location number it is delivered to is not known',
  },
  {
    code: 'party.duns-missing',
    field: 'duns',
    weight: 5,
    must: false,
    applies: always,
    holds: ({ duns }) => duns !== null,
    says: () => 'Its D-U-N-S number is not known',
  },
];
