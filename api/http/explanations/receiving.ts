import type { RuleCode } from '#domain/rule-codes.ts';
import type { Explanation } from '../problem-explanations.ts';

export const receivingExplanations = {
  'receipt.refused': {
    title: 'Receipt refused',
    remedy: 'Nothing was booked. Correct every error listed and send it again.',
  },
  'receipt.unknown': { title: 'No such receipt', remedy: 'List the receipts to find the id.' },
  'receipt.number-taken': {
    title: 'Receipt number taken',
    remedy: 'Choose another number, or leave it out to be given one.',
  },
  'receipt.lines-missing': { title: 'Receipt without lines', remedy: 'Send at least one line.' },
  'receipt.supplier-lot-number-missing': {
    title: 'Supplier lot number missing',
    remedy: 'Send the lot number on the label: this item is controlled by lot.',
  },
  'receipt.supplier-lot-number-malformed': {
    title: 'Supplier lot number malformed',
    remedy: 'Send it as printed: 1 to 50 characters, none of them invisible.',
  },
  'receipt.traceability-lot-code-malformed': {
    title: 'Traceability lot code malformed',
    remedy: 'Send the traceability lot code as the supplier states it.',
  },
  'purchase-order.unknown': {
    title: 'No such purchase order',
    remedy: 'Send the number of an open purchase order of this supplier.',
  },
  'advance-notice.unknown': {
    title: 'No such advance notice',
    remedy: 'Send the number of an advance notice of this supplier.',
  },
  'announcement.refused': {
    title: 'Order or notice refused',
    remedy: 'Nothing was recorded. Correct every error listed and send it again.',
  },
  'announcement.number-taken': {
    title: 'Number of an order or notice taken',
    remedy: 'Look at the one that has this number; orders and notices are not overwritten.',
  },
  'certificate.already-withdrawn': {
    title: 'Certificate withdrawn already',
    remedy: 'Nothing to do: its lots are held, or were decided about.',
  },
  'certificate.number-taken': {
    title: 'Certificate on record already',
    remedy:
      'Look at the certificate of this lot, kind and number; a withdrawn one is not given again under its number.',
  },
  'document.unknown': {
    title: 'No such document',
    remedy: 'Upload it first, and refer to it by the id that was answered.',
  },
  'document.too-large': {
    title: 'Document too large',
    remedy: 'Send a smaller file; the limit is named in the detail.',
  },
  'document.type-not-allowed': {
    title: 'Type of document not allowed',
    remedy: 'Send one of the types that the contract lists.',
  },
  'document.type-mismatch': { title: 'Not the type it claims', remedy: 'Send the file under its true media type.' },
  'document.hash-mismatch': {
    title: 'Damaged on its way',
    remedy: 'Send it again: the bytes that came do not have the SHA-256 that was stated.',
  },
  'document.empty': { title: 'Empty document', remedy: 'Send a file with something in it.' },
  'inspection.unknown': { title: 'No such inspection', remedy: 'List the inspections to find the id.' },
  'reading.unknown': { title: 'No such temperature reading', remedy: 'List the readings to find the id.' },
  'temperature.malformed': {
    title: 'Temperature malformed',
    remedy: 'Send degrees Celsius as a decimal string with at most two places, such as "-18.5".',
  },
  'inspection.number-taken': {
    title: 'Inspection number taken',
    remedy: 'Choose another number, or leave it out to be given one.',
  },
  'readings.refused': {
    title: 'Readings refused',
    remedy: 'No reading was recorded. Correct every error listed and send them again.',
  },
} as const satisfies Partial<Record<RuleCode, Explanation>>;
