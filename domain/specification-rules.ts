import { Decimal } from 'decimal.js';
import { categoryRules } from './category-rules.ts';
import type { RecordRule } from './record-rules.ts';
import type { SpecificationRecord } from './specification-values.ts';
import { type Characteristic, sameWord } from './specifications.ts';

const ruleOf = ({ category }: SpecificationRecord) => categoryRules[category];
const testsOf = (record: SpecificationRecord) => ruleOf(record)?.tests ?? [];
const isTestFor = (organism: string) => (one: Characteristic) =>
  one.name.trim().toLowerCase().startsWith(organism.toLowerCase());

/** Words that say a test found nothing; any other among those allowed would accept a finding. */
const notFound = ['not detected', 'absent', 'absent in 25 g', 'negative'];

const temperaturesOf = ({ characteristics }: SpecificationRecord) =>
  characteristics.filter(({ unit, upper, required }) => unit === 'celsius' && upper !== null && required);

/** What a specification has to ask of goods of its item's category. */
export const specificationRules: readonly RecordRule<SpecificationRecord>[] = [
  {
    code: 'specification.test-missing',
    field: 'characteristics',
    weight: 40,
    must: true,
    applies: (record) => testsOf(record).length > 0,
    holds: (record) =>
      testsOf(record).every((organism) =>
        record.characteristics.some((one) => isTestFor(organism)(one) && one.required && one.allowed !== null),
      ),
    says: (record) =>
      `Goods of the category "${record.category}" are tested for ${testsOf(record).join(' and ')}, in 25 g: required, by words`,
  },
  {
    code: 'specification.test-accepts-findings',
    field: 'characteristics',
    weight: 20,
    must: true,
    applies: (record) => testsOf(record).some((organism) => record.characteristics.some(isTestFor(organism))),
    holds: (record) =>
      testsOf(record).every((organism) =>
        record.characteristics
          .filter(isTestFor(organism))
          .every(({ allowed }) => (allowed ?? []).every((word) => notFound.some((known) => sameWord(known, word)))),
      ),
    says: (record) => `A test for ${testsOf(record).join(' or ')} accepts nothing but: ${notFound.join(', ')}`,
  },
  {
    code: 'specification.temperature-missing',
    field: 'characteristics',
    weight: 20,
    must: true,
    applies: (record) => ruleOf(record)?.storage != null,
    holds: (record) => temperaturesOf(record).length > 0,
    says: ({ category }) => `Goods of the category "${category}" are kept cold: say how warm they may be, in celsius`,
  },
  {
    code: 'specification.temperature-too-warm',
    field: 'characteristics',
    weight: 20,
    must: true,
    applies: (record) => ruleOf(record)?.storage != null && temperaturesOf(record).length > 0,
    holds: (record) => {
      const most = ruleOf(record)?.storage?.most;
      return temperaturesOf(record).every(
        ({ upper }) => most === undefined || new Decimal(upper ?? most).lessThanOrEqualTo(most),
      );
    },
    says: (record) =>
      `Goods of the category "${record.category}" are kept at ${ruleOf(record)?.storage?.most} °C at most: none may be warmer`,
  },
];
