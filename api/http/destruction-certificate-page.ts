import type { Certificate } from '#api/routes/destruction-certificate.ts';
import { escaped, printedPage, printedTable } from './printed-page.ts';
import { facts, list, local, printedGaps, printedHead, signed, words } from './printed-parts.ts';

type Run = Certificate['runs'][number];

/** A certificate of destruction as a page to print. */
export const destructionCertificatePage = (certificate: Certificate): string => {
  const { lot, quantity, gaps, timeZone, endedEarly } = certificate;
  return printedPage(
    `Certificate of destruction ${certificate.certificateNumber ?? `(draft, ${certificate.disposal})`}`,
    `${certificate.final ? '' : '<div class="draft" aria-hidden="true">DRAFT</div><p class="wrong">Draft: this disposal is not closed, and the certificate not issued.</p>'}
${printedHead(certificate)}
${printedGaps('Gaps', gaps)}
${printedTable(
  ['What', 'Of this disposal'],
  facts({
    Disposal: `${certificate.disposal}, decided by ${certificate.origin}, hold ${certificate.hold}`,
    Lot: `${lot.lot}: ${lot.item} ${lot.itemName}, GTIN ${lot.gtin}`,
    'Supplier lot number': `${lot.supplierLotNumber ?? '–'} (${lot.supplier ?? 'no supplier'})`,
    'Traceability lot code': lot.traceabilityLotCode ?? '–',
    Site: `${certificate.siteName ?? 'every site'} (${timeZone})`,
    Reason: certificate.reason,
    Destroyed: `${quantity.destroyed} ${quantity.unit} (${kilograms(certificate.netWeightKg)})`,
    'Decided about': `${quantity.decided} ${quantity.unit}; missing ${quantity.missing}, surplus ${quantity.surplus}, left ${quantity.left}`,
    'Given back': givenBack(certificate),
    Issued: certificate.issuedAt === null ? '–' : local(certificate.issuedAt, timeZone),
  }),
)}
<h2>Sums by owner</h2>
${printedTable(['Owner', 'Destroyed', 'Net weight', 'Written off at cost', 'Without a cost'], sumsOf(certificate))}
<h2>Destruction</h2>
${printedTable(
  ['Run', 'What', 'How and where', 'When', 'By', 'Witness'],
  certificate.runs.map((run) => runCells(run, timeZone)),
)}
<h2>Differences</h2>
${printedTable(
  ['Found', 'Quantity', 'Where, whose', 'Explanation', 'Settled by'],
  certificate.differences.map((one) => [
    escaped(one.found),
    `${escaped(one.quantity)} ${escaped(quantity.unit)}`,
    escaped(`${one.site} ${one.location}, ${one.owner}`),
    escaped(one.reason),
    `${by(one.settledByName, one.settledForName)}<br>${signed(one.signature)}`,
  ]),
)}
<h2>Papers</h2>
${printedTable(
  ['Kind', 'Number, issuer, date', 'File', 'SHA-256'],
  certificate.papers.map((paper) => [
    escaped(words(paper.kind)),
    escaped([paper.number, paper.issuedBy, paper.issuedOn].filter((part) => part !== null).join(', ')),
    escaped(paper.fileName),
    `<code>${escaped(paper.sha256)}</code>`,
  ]),
)}
<h2>Decided and approved</h2>
${printedTable(
  ['What', 'Who', 'When', 'Signature'],
  [
    [
      'decided',
      by(certificate.decidedByName, certificate.decidedForName),
      escaped(local(certificate.decidedAt, timeZone)),
      signed(certificate.decisionSignature),
    ],
    ...certificate.approvals.map((one) => [
      'approved',
      by(one.byName, one.onBehalfOfName),
      escaped(local(one.at, timeZone)),
      signed(one.signature),
    ]),
    ...(endedEarly === null
      ? []
      : [
          [
            'ended early',
            by(endedEarly.byName, endedEarly.onBehalfOfName),
            escaped(local(endedEarly.at, timeZone)),
            signed(endedEarly.signature),
          ],
        ]),
  ],
)}
`,
  );
};

/** What was left when it ended early, and who said so. */
function givenBack({ endedEarly, quantity, timeZone }: Certificate): string {
  if (endedEarly === null) return '–';
  const { byName, onBehalfOfName, at, reason } = endedEarly;
  const who = onBehalfOfName === null ? byName : `${byName}, for ${onBehalfOfName}`;
  return `${endedEarly.quantity} ${quantity.unit}: ended early by ${who}, ${local(at, timeZone)}: ${reason}`;
}

/** What each owner lost, what stands where the reader may not look, and all of it. */
function sumsOf({ owners, notShown, quantity, netWeightKg, value, unvalued }: Certificate): string[][] {
  const of = (amount: string): string => `${amount} ${quantity.unit}`;
  // None is also what somebody sees who may not read write-offs.
  const ofAny = (amount: string): string => (amount === '0' ? '–' : of(amount));
  const money = (values: Certificate['value']): string => list(values.map((one) => `${one.amount} ${one.currency}`));
  return [
    ...owners.map((one) => [
      `${one.owner} ${one.ownerName}`,
      of(one.destroyed),
      kilograms(one.netWeightKg),
      money(one.value),
      ofAny(one.unvalued),
    ]),
    ...(notShown === '0' ? [] : [['Cut to what its reader may see: others', of(notShown), '–', '–', '–']]),
    ['All', of(quantity.destroyed), kilograms(netWeightKg), money(value), ofAny(unvalued)],
  ].map((cells) => cells.map(escaped));
}

const kilograms = (weight: string | null): string => (weight === null ? '–' : `${weight} kg net`);

const runCells = (run: Run, timeZone: string): string[] => [
  `${run.run}<br>${escaped(words(run.state))}`,
  run.lines
    .map((line) => escaped(`${line.statedQuantity} ${line.statedUnit} at ${line.site} ${line.location}, ${line.owner}`))
    .join('<br>'),
  [
    words(run.method),
    run.place,
    stated('contractor', run.contractor),
    stated('licence', run.contractorLicence),
    stated('transport document', run.transportDocument),
    stated('seal', run.seal),
    stated('rendered unfit', run.renderedUnfit),
    stated('weighed', run.weightKg === null ? null : `${run.weightKg} kg`),
    stated('note', run.note),
  ]
    .filter((part) => part !== '')
    .map(escaped)
    .join('<br>'),
  escaped(`${local(run.startedAt, timeZone)} to ${local(run.happenedAt, timeZone)}`),
  by(run.recordedByName, run.recordedForName),
  run.witness
    ? `${by(run.witness.byName, run.witness.onBehalfOfName)}<br>${signed(run.witness.signature)}${run.witness.note ? `<br>${escaped(run.witness.note)}` : ''}`
    : '–',
];

const stated = (name: string, value: string | null): string => (value === null ? '' : `${name}: ${value}`);
/** Who acted, and in whose place. */
const by = (name: string, onBehalfOf: string | null): string =>
  escaped(onBehalfOf === null ? name : `${name}, for ${onBehalfOf}`);
