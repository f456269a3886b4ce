import type { Certificate } from '#api/routes/destruction-certificate.ts';
import { escaped, printedPage, printedTable } from './printed-page.ts';

type Run = Certificate['runs'][number];
type Signed = { signature: Certificate['approvals'][number]['signature'] };

/** A certificate of destruction as a page to print. */
export const destructionCertificatePage = (certificate: Certificate): string => {
  const { lot, quantity, gaps, timeZone } = certificate;
  return printedPage(
    `Certificate of destruction ${certificate.certificateNumber ?? `(draft, ${certificate.disposal})`}`,
    `${certificate.final ? '' : '<p class="wrong">Draft: this disposal is not closed, and the certificate not issued.</p>'}
${gaps.length === 0 ? '' : `<p class="wrong">Gaps</p><ul>${gaps.map((gap) => `<li>${escaped(gap)}</li>`).join('')}</ul>`}
${printedTable(
  ['What', 'Of this disposal'],
  facts({
    Disposal: `${certificate.disposal}, decided by ${certificate.origin}, hold ${certificate.hold}`,
    Lot: `${lot.lot}: ${lot.item} ${lot.itemName}, GTIN ${lot.gtin}`,
    'Supplier lot number': `${lot.supplierLotNumber ?? '–'} (${lot.supplier ?? 'no supplier'})`,
    'Traceability lot code': lot.traceabilityLotCode ?? '–',
    Site: `${certificate.siteName ?? 'every site'} (${timeZone})`,
    Reason: certificate.reason,
    Destroyed: `${quantity.destroyed} ${quantity.unit} (${certificate.netWeightKg} kg net)`,
    'Decided about': `${quantity.decided} ${quantity.unit}; missing ${quantity.missing}, surplus ${quantity.surplus}, left ${quantity.left}`,
    'Given back': givenBack(certificate),
    Value: certificate.value.map(({ amount, currency }) => `${amount} ${currency}`).join(', ') || '–',
    Issued: certificate.issuedAt === null ? '–' : local(certificate.issuedAt, timeZone),
  }),
)}
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
    `${by(one.settledByName, one.settledForName)}<br>${signed(one)}`,
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
  ['Who', 'When', 'Signature'],
  [
    [
      by(certificate.decidedByName, certificate.decidedForName),
      escaped(local(certificate.decidedAt, timeZone)),
      'decided',
    ],
    ...certificate.approvals.map((one) => [
      by(one.byName, one.onBehalfOfName),
      escaped(local(one.at, timeZone)),
      signed(one),
    ]),
  ],
)}
<p>Printed ${escaped(certificate.printedAt)} (UTC).</p>
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

const facts = (named: Record<string, string>): string[][] =>
  Object.entries(named).map(([name, value]) => [escaped(name), escaped(value)]);

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
    ? `${by(run.witness.byName, run.witness.onBehalfOfName)}<br>${signed(run.witness)}${run.witness.note ? `<br>${escaped(run.witness.note)}` : ''}`
    : '–',
];

const stated = (name: string, value: string | null): string => (value === null ? '' : `${name}: ${value}`);
/** Who acted, and in whose place. */
const by = (name: string, onBehalfOf: string | null): string =>
  escaped(onBehalfOf === null ? name : `${name}, for ${onBehalfOf}`);
const words = (name: string): string => name.replaceAll('_', ' ');

/** Printed name, instant with zone, and meaning: 21 CFR 11.50. */
const signed = ({ signature }: Signed): string =>
  signature
    ? escaped(`Signed: ${signature.printedName}, ${local(signature.at, signature.timeZone)}, ${signature.meaning}`)
    : 'not signed';

/** An instant as the clock of the site showed it, and in UTC. */
const local = (instant: string, timeZone: string): string =>
  `${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant))} ${timeZone} (${instant})`;
