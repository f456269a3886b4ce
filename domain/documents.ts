import { allow, type Result, refuse } from './result.ts';

/** What may be stored: papers, photos and tables. Nothing that a browser or an office program would run. */
export const documentTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'text/plain',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
export type DocumentType = (typeof documentTypes)[number];

/** The largest body that is read at all; the policy `document_max_bytes` may ask for less. */
export const documentBytesAtDoor = 67_108_864;

/**
 * Whether bytes are what they are said to be: a known type, something in it, not more than allowed, and beginning as files
 * of that type do. Whoever opens a document later trusts its type.
 */
export function checkDocument(
  bytes: Uint8Array,
  { mediaType, maxBytes }: { mediaType: string; maxBytes: number },
): Result<DocumentType> {
  const type = documentTypes.find((known) => known === mediaType);
  if (!type) {
    return refuse('document.type-not-allowed', `"${mediaType}" is not stored; send ${documentTypes.join(', ')}`);
  }
  if (bytes.length === 0) return refuse('document.empty', 'There is nothing in this document');
  if (bytes.length > maxBytes) {
    return refuse('document.too-large', `A document has at most ${maxBytes} bytes, this one has ${bytes.length}`);
  }
  return isOf[type](bytes)
    ? allow(type)
    : refuse('document.type-mismatch', `This is sent as ${type}, and its bytes are something else`);
}

/** A name that is safe to save under: no path, nothing invisible, 200 characters at most. */
export function fileNameOf(stated: string): string {
  const name = stated
    .slice(Math.max(stated.lastIndexOf('/'), stated.lastIndexOf('\\')) + 1)
    .replaceAll(/[\p{Cc}\p{Cf}"<>:|?*]/gu, '')
    .trim()
    .replace(/^\.+/, '');
  return [...name].slice(-200).join('') || 'document';
}

type Test = (bytes: Uint8Array) => boolean;

const begins =
  (...magic: readonly number[]): Test =>
  (bytes) =>
    magic.every((byte, index) => bytes[index] === byte);

const has = (text: string, at: number, bytes: Uint8Array): boolean =>
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** ISO base media file whose brand is one of those that phones write photos under. */
const isHeic: Test = (bytes) =>
  has('ftyp', 4, bytes) && ['heic', 'heix', 'heim', 'heis', 'mif1'].some((brand) => has(brand, 8, bytes));

/** A ZIP archive whose first entries are those of a workbook; other archives and macro books are something else. */
const isWorkbook: Test = (bytes) => {
  if (!begins(0x50, 0x4b, 0x03, 0x04)(bytes)) return false;
  const text = new TextDecoder('latin1').decode(bytes);
  return text.includes('[Content_Types].xml') && text.includes('xl/workbook.xml') && !text.includes('vbaProject.bin');
};

/** UTF-8 without control characters other than tab, line feed and carriage return. */
const isText: Test = (bytes) => {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== '';
  } catch {
    return false;
  }
};

const isOf: Record<DocumentType, Test> = {
  'application/pdf': (bytes) => has('%PDF-', 0, bytes),
  'image/jpeg': begins(0xff, 0xd8, 0xff),
  'image/png': begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/webp': (bytes) => has('RIFF', 0, bytes) && has('WEBP', 8, bytes),
  'image/heic': isHeic,
  'text/plain': isText,
  'text/csv': isText,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': isWorkbook,
};
