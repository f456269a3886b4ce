import { describe, expect, test } from 'vitest';
import { checkDocument, documentTypes, fileNameOf } from '#domain/documents.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const genuine: Record<(typeof documentTypes)[number], Uint8Array> = {
  'application/pdf': bytes('%PDF-1.4\n'),
  'image/jpeg': bytes('\xff\xd8\xff\xe0'),
  'image/png': bytes('\x89PNG\r\n\x1a\n'),
  'image/webp': bytes('RIFF\x00\x00\x00\x00WEBPVP8 '),
  'image/heic': bytes('\x00\x00\x00\x18ftypheic'),
  'text/plain': new TextEncoder().encode('Käse, 4 °C\r\n\tgut'),
  'text/csv': bytes('lot;quantity\nGCB-01;550\n'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': bytes(
    'PK\x03\x04[Content_Types].xml xl/workbook.xml',
  ),
};
const isText = (type: string): boolean => type.startsWith('text/');

describe('a type is proved by its bytes:', () => {
  for (const type of documentTypes) {
    test(`${type} is taken as itself, and as nothing else`, () => {
      expect(checkDocument(genuine[type], { mediaType: type, maxBytes: 100 })).toEqual({ ok: true, value: type });
      const others = documentTypes.filter((other) => other !== type && !(isText(type) && isText(other)));
      for (const other of others) {
        // A PDF's first line is text as well; what matters is that no text passes for a PDF.
        if (isText(other)) continue;
        expect(checkDocument(genuine[type], { mediaType: other, maxBytes: 100 })).toMatchObject({
          violation: { code: 'document.type-mismatch' },
        });
      }
    });
  }

  test.each([
    ['text/csv', 'a\x00b'],
    ['text/plain', '\xff\xfe broken UTF-8'],
    ['image/heic', '\x00\x00\x00\x18ftypmp42'],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'PK\x03\x04[Content_Types].xml word/document.xml',
    ],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'PK\x03\x04[Content_Types].xml xl/workbook.xml xl/vbaProject.bin',
    ],
  ])('no %s: %j', (mediaType, text) => {
    expect(checkDocument(bytes(text), { mediaType, maxBytes: 1_000 })).toMatchObject({
      violation: { code: 'document.type-mismatch' },
    });
  });
});

test('the limit is the last size that is taken', () => {
  const stated = { mediaType: 'text/plain', maxBytes: 3 };
  expect(checkDocument(bytes('abc'), stated)).toMatchObject({ ok: true });
  expect(checkDocument(bytes('abcd'), stated)).toMatchObject({ violation: { code: 'document.too-large' } });
  expect(checkDocument(bytes(''), stated)).toMatchObject({ violation: { code: 'document.empty' } });
});

test.each([
  ['coa.pdf', 'coa.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\fakepath\\foto 1.jpg', 'foto 1.jpg'],
  ['.htaccess', 'htaccess'],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['a"b\r\nc.pdf', 'abc.pdf'],
  ['  ', 'document'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('the name %j is saved as %j', (stated, saved) => expect(fileNameOf(stated)).toBe(saved));
