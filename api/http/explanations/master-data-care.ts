import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const masterDataCareExplanations = {
  'override.field-unknown': {
    title: 'Field cannot be overridden',
    remedy: 'Use one of the fields that the detail lists.',
  },
  'override.not-allowed': {
    title: 'The record allows no override',
    remedy: 'Propose first that the record leaves this field open.',
  },
  'override.looser': {
    title: 'An override only tightens',
    remedy: 'Choose a value that is at least as strict as the one for everybody.',
  },
  'override.value-malformed': { title: 'Value malformed', remedy: 'Send a value of the kind that this field has.' },
  'override.unknown': { title: 'No such override', remedy: 'Read the record to see its overrides.' },
  'duplicate.unknown': { title: 'No such pair', remedy: 'List the suspected duplicates to find the id.' },
  'duplicate.already-judged': { title: 'Judged already', remedy: 'The detail names who and when.' },
  'import.unknown': { title: 'No such import', remedy: 'Send the file again.' },
  'import.file-broken': {
    title: 'File cannot be read',
    remedy: 'Open it and save it anew, as a workbook (.xlsx) or as CSV in UTF-8.',
  },
  'import.file-too-large': { title: 'File too large', remedy: 'Split it.' },
  'import.too-many-rows': { title: 'Too many rows', remedy: 'Split the table.' },
  'import.too-many-columns': { title: 'Too many columns', remedy: 'Keep the columns of the template.' },
  'import.empty': { title: 'Nothing in it', remedy: 'Send a heading and at least one row.' },
  'import.encoding': { title: 'Not in UTF-8', remedy: 'Save it as "CSV UTF-8".' },
  'import.separator': {
    title: 'Not separated by commas',
    remedy: 'Save it with commas between the columns, or send the workbook.',
  },
  'import.column-unknown': { title: 'No such column', remedy: 'Use the headings of the template.' },
  'import.column-missing': { title: 'Column missing', remedy: 'Add the column; the template has it.' },
  'import.column-repeated': { title: 'Column there twice', remedy: 'Keep one of the two.' },
  'import.formula': { title: 'Formula instead of a value', remedy: 'Paste the values in place of the formulas.' },
  'import.decimal-comma': {
    title: 'Decimal comma',
    remedy: 'Write numbers with a point, without thousands separators.',
  },
  'import.value-malformed': { title: 'Value malformed', remedy: 'The detail says what the column takes.' },
  'import.value-missing': { title: 'Value missing', remedy: 'A new record needs this column.' },
  'import.row-repeated': { title: 'Record there twice', remedy: 'Keep one row for each record.' },
  'import.has-errors': {
    title: 'Rows with errors',
    remedy: 'Correct them, or propose the good rows alone by saying so.',
  },
  'import.nothing-to-propose': { title: 'Nothing to propose', remedy: 'No row would create or change a record.' },
  'import.already-proposed': { title: 'Proposed already', remedy: 'The detail names the proposal.' },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
