import type { ReleaseCertificate } from '#api/routes/release-certificate.ts';
import { escaped, printedPage, printedTable } from './printed-page.ts';
import { facts, list, local, printedGaps, printedHead, signed, words } from './printed-parts.ts';

/** What a release decided, as a page to print. */
export const releaseCertificatePage = (certificate: ReleaseCertificate): string => {
  const { lot, gaps, timeZone } = certificate;
  return printedPage(
    `Release ${certificate.number}${certificate.final ? '' : ' (draft)'}`,
    `${printedHead(certificate)}
${printedGaps('Stands against it', gaps)}
${printedTable(
  ['What', 'Of this release'],
  facts({
    State: words(certificate.state),
    Lot: `${lot.lot}: ${lot.item} ${lot.itemName}`,
    'Supplier lot number': lot.supplierLotNumber ?? '–',
    'Traceability lot code': lot.traceabilityLotCode ?? '–',
    'Manufactured, expires': `${lot.manufacturedOn ?? '–'}, ${lot.expiresOn ?? '–'}`,
    'Owner, site': `${certificate.owner}, ${certificate.site} (${timeZone})`,
    Released: list(
      certificate.released.map(
        (one) => `${one.quantity} ${lot.baseUnit} at ${one.location}, ${local(one.at, timeZone)}`,
      ),
    ),
    'Waits still': `${certificate.waiting} ${lot.baseUnit}`,
    'Conditions now': list(certificate.conditionsNow.map(conditions)),
    'Held now by': list(certificate.heldNow),
    'Left by it': certificate.hold
      ? `hold ${certificate.hold.number}, review ${certificate.hold.reviewNumber ?? '–'}`
      : '–',
    Samples: certificate.samples
      ? `${certificate.samples.samples} asked for (${certificate.samplingLevel}), at most ${certificate.samples.accept} nonconforming; found ${certificate.nonconformingSamples}`
      : `none (${certificate.samplingLevel})`,
  }),
)}
<h2>Results against specification ${certificate.specification?.version ?? '–'}</h2>
${printedTable(
  ['Characteristic, method', 'Limits', 'Sample', 'Value', 'Measured', 'Entered by'],
  certificate.results.map((one) => resultCells(one, certificate)),
)}
<h2>Decisions</h2>
${printedTable(
  ['What', 'Terms', 'Reason', 'Who, when', 'Signature'],
  certificate.decisions.map((one) => [
    escaped(words(one.decision)),
    escaped(termsOf(one.terms)),
    escaped(one.reason ?? '–'),
    escaped(`${one.byName}, ${local(one.at, timeZone)}`),
    signed(one.signature),
  ]),
)}
<h2>Papers and inspections</h2>
${printedTable(
  ['What', 'Number or file', 'State or hash'],
  [
    ...certificate.certificates.map((one) => [
      words(one.kind),
      one.number ?? '–',
      `${one.state}, ${one.expiresOn ?? 'no expiry'}`,
    ]),
    ...certificate.inspections.map((one) => ['inspection', one.number, one.result]),
    ...certificate.documents.map((one) => ['document', one.fileName, one.sha256]),
  ].map((cells) => cells.map(escaped)),
)}
<h2>Policies followed</h2>
${printedTable(
  ['Policy', 'For', 'Value', 'Version'],
  certificate.policies.map((one) =>
    [words(one.key), one.scope ?? 'everything', String(one.value), String(one.version)].map(escaped),
  ),
)}
`,
  );
};

type Entered = ReleaseCertificate['results'][number];

function resultCells(one: Entered, { specification, timeZone }: ReleaseCertificate): string[] {
  const known = specification?.characteristics.find(({ name }) => name === one.characteristic);
  const limits =
    known?.allowed?.join(' or ') ?? `${known?.lower ?? '–'} to ${known?.upper ?? '–'} ${known?.unit ?? ''}`;
  return [
    escaped(`${one.characteristic}, ${known?.method ?? '–'}`),
    escaped(limits),
    escaped(one.sample === null ? 'the lot' : String(one.sample)),
    `${escaped(one.value)}${one.conforms ? '' : ' <span class="wrong">outside</span>'}${one.counts ? '' : ' (corrected)'}${one.note ? `<br>${escaped(one.note)}` : ''}`,
    escaped(`${local(one.happenedAt, timeZone)}${one.laboratory ? `, ${one.laboratory}` : ''}`),
    escaped(`${one.recordedByName}, ${local(one.recordedAt, timeZone)}`),
  ];
}

const conditions = ({ customers, useBy }: { customers: string[] | null; useBy: string | null }): string =>
  `${customers ? `only ${customers.join(', ')}` : 'all customers'}${useBy ? `, until ${useBy}` : ''}`;

function termsOf(terms: ReleaseCertificate['decisions'][number]['terms']): string {
  if (!terms) return '–';
  const what = terms.part ? `${terms.part.quantity} of ${terms.part.from}` : 'all of it';
  return terms.conditions ? `${what}, ${conditions(terms.conditions)}` : what;
}
