import { describe, expect, test } from 'vitest';
import { checkReceipt } from '#domain/receipt-check.ts';
import type { ReceiptFacts, StatedCertificate, StatedLine } from '#domain/receipt-facts.ts';
import { givenLine, givenReceipt, goatCheese } from './receipt-given.ts';

function defectsOf(facts: Partial<ReceiptFacts>) {
  const { refusals, lines } = checkReceipt(givenReceipt(facts));
  expect(refusals).toEqual([]);
  return lines
    .flatMap(({ defects }) => defects)
    .map((defect) =>
      defect.kind === 'hold' ? `hold ${defect.rule}: ${defect.message}` : `task ${defect.task}: ${defect.message}`,
    );
}
const ofLine = (
  stated: Partial<StatedLine>,
  facts: Parameters<typeof givenLine>[1] = {},
  receipt: Partial<ReceiptFacts> = {},
) => defectsOf({ ...receipt, lines: [givenLine(stated, facts)] });

const analysis = (stated: Partial<StatedCertificate> = {}): StatedCertificate => ({
  kind: 'certificate_of_analysis',
  number: 'COA-1',
  expiresOn: null,
  announced: false,
  ...stated,
});
const earlier = {
  receipt: 'R-0',
  manufacturedOn: '2026-08-26',
  expiresOn: '2026-11-04',
  traceabilityLotCode: '09521101001013-6238-B',
};

describe('a receipt lands and is held for', () => {
  test('a supplier above the risk limit, not at it', () => {
    const scored = (riskScore: string | null) => defectsOf({ supplier: { code: 'TGD', known: true, riskScore } });
    expect(scored('70.01')).toEqual(['hold supplier_risk: Risk score 70.01 of TGD is above 70']);
    expect(scored('70.00')).toEqual([]);
    expect(scored(null)).toEqual([]);
  });

  test('a required certificate that is missing and not announced', () => {
    expect(ofLine({ certificates: [] })).toEqual([
      'hold missing_certificate: Receipt R-1 carries no certificate of analysis and announces none',
    ]);
    expect(ofLine({ certificates: [] }, { policies: { required_certificates: [] } })).toEqual([]);
  });

  test('a certificate announced where none may follow', () => {
    const policies = { certificate_may_follow: false };
    expect(ofLine({ certificates: [analysis({ announced: true })] }, { policies })).toEqual([
      'hold missing_certificate: Receipt R-1 carries no certificate of analysis; it announces one, and none may follow',
    ]);
  });

  test('several missing certificates in one hold that names them all', () => {
    const policies = { required_certificates: ['certificate_of_analysis', 'health_certificate'] as const };
    expect(ofLine({ certificates: [] }, { policies })).toEqual([
      'hold missing_certificate: Receipt R-1 carries no certificate of analysis and announces none; Receipt R-1 carries no health certificate and announces none',
    ]);
  });

  test('a certificate that had expired on arrival, unless another has not', () => {
    const expired = analysis({ expiresOn: '2026-08-31' });
    expect(ofLine({ certificates: [expired] })).toEqual([
      'hold expired_certificate: The certificate of analysis of R-1 expired on 2026-08-31',
    ]);
    expect(ofLine({ certificates: [analysis({ expiresOn: '2026-09-01' })] })).toEqual([]);
    expect(ofLine({ certificates: [expired, analysis()] })).toEqual([]);
  });

  test('dates unlike the first receipt of the lot, in the words of the story', () => {
    expect(ofLine({ expiresOn: '2026-11-05' }, { earlier })).toEqual([
      'hold inconsistent_dates: Expiry 2026-11-05 on R-1, 2026-11-04 on R-0 for the same supplier lot, 70 days for the item',
    ]);
    expect(ofLine({ manufacturedOn: '2026-08-27' }, { earlier })).toEqual([
      'hold inconsistent_dates: Manufacture 2026-08-27 on R-1, 2026-08-26 on R-0 for the same supplier lot, 70 days for the item',
    ]);
    expect(ofLine({ manufacturedOn: null, expiresOn: null }, { earlier })).toEqual([]);
  });

  test.each(['GC-BULK', '09521101001013'])(
    'two lines of one receipt that disagree about their lot, the second naming its item as %s',
    (item) => {
      const lines = [givenLine({ quantity: '60' }), givenLine({ quantity: '60', expiresOn: '2026-11-05', item })];
      expect(defectsOf({ lines })).toEqual([
        'hold inconsistent_dates: Expiry 2026-11-05 on R-1, 2026-11-04 on line 1 of R-1 for the same supplier lot, 70 days for the item',
      ]);
    },
  );

  test('a shelf life further from the item than the tolerance, either way', () => {
    expect(ofLine({ expiresOn: '2026-11-11' })).toEqual([]);
    expect(ofLine({ expiresOn: '2026-11-12' })).toEqual([
      'hold inconsistent_dates: Expiry 2026-11-12 on R-1 is 78 days after manufacture on 2026-08-26, 70 days for the item',
    ]);
    expect(ofLine({ expiresOn: '2026-10-28' })).toEqual([]);
    expect(ofLine({ expiresOn: '2026-10-27' })).toHaveLength(1);
  });

  test('an expiry that is missing, or too far away whenever it was made', () => {
    expect(ofLine({ expiresOn: null })).toEqual(['hold inconsistent_dates: No expiry on R-1, 70 days for the item']);
    expect(ofLine({ manufacturedOn: null, expiresOn: '2026-11-18' })).toEqual([
      'hold inconsistent_dates: Expiry 2026-11-18 on R-1 is further from the arrival on 2026-09-01 than the 70 days for the item',
    ]);
    expect(ofLine({ manufacturedOn: null, expiresOn: '2026-11-17' })).toEqual([]);
    expect(ofLine({ expiresOn: null }, { item: { ...goatCheese, shelfLifeDays: null } })).toEqual([]);
  });

  test('having expired on arrival, by the last day of use', () => {
    const on = (arrivedOn: string, last_day_of_use: 'expiry date' | 'day before expiry') =>
      ofLine({}, { policies: { last_day_of_use } }, { arrivedOn });
    expect(on('2026-11-04', 'expiry date')).toEqual([]);
    expect(on('2026-11-05', 'expiry date')).toEqual([
      'hold expired: Expiry 2026-11-04 has passed on the arrival of R-1 on 2026-11-05',
    ]);
    expect(on('2026-11-04', 'day before expiry')).toHaveLength(1);
    expect(on('2026-11-03', 'day before expiry')).toEqual([]);
  });

  test("a temperature outside the item's range", () => {
    expect(defectsOf({ arrivalTemperatureCelsius: '4.1' })).toEqual([
      'hold temperature_deviation: GC-BULK on R-1 arrived at 4.1 °C, outside 0 to 4 °C',
    ]);
    expect(defectsOf({ arrivalTemperatureCelsius: '4.00' })).toEqual([]);
    expect(defectsOf({ arrivalTemperatureCelsius: null })).toEqual([]);
  });

  test('none of these where nothing is asked: no range for the item, no lot to agree with', () => {
    const item = { ...goatCheese, storageCelsius: null, lotControlled: false, shelfLifeDays: null };
    const line = (expiresOn: string) =>
      givenLine({ supplierLotNumber: null, quantity: '60', expiresOn }, { item, noticed: [] });
    expect(
      defectsOf({
        advanceNotice: null,
        arrivalTemperatureCelsius: '25',
        lines: [line('2026-11-04'), line('2026-12-04')],
      }),
    ).toEqual([]);
  });

  test('each of several reasons at once', () => {
    const found = defectsOf({
      supplier: { code: 'TGD', known: true, riskScore: '71' },
      arrivalTemperatureCelsius: '9',
      lines: [givenLine({ certificates: [], expiresOn: '2026-08-30' })],
    });
    expect(found.map((finding) => finding.split(':')[0])).toEqual([
      'hold supplier_risk',
      'hold missing_certificate',
      'hold inconsistent_dates',
      'hold expired',
      'hold temperature_deviation',
    ]);
  });
});

describe('a receipt lands with a task for', () => {
  test('a certificate announced where one may follow', () => {
    expect(ofLine({ certificates: [analysis({ announced: true, number: null })] })).toEqual([
      'task attach_announced_certificate: The certificate of analysis of R-1 is announced and not yet attached',
    ]);
  });

  test('listed food without its traceability lot code or without the source of it', () => {
    expect(ofLine({ traceabilityLotCode: null })).toEqual([
      'task complete_traceability_lot_code: GC-BULK on R-1 carries no traceability lot code; ask its supplier, do not assign one',
    ]);
    expect(ofLine({ traceabilityLotCodeSourceGln: null })).toEqual([
      'task complete_traceability_source: GC-BULK on R-1 names no source of its traceability lot code',
    ]);
    expect(ofLine({ traceabilityLotCodeSourceGln: null, traceabilityLotCodeSourceReference: 'FDA 123' })).toEqual([]);
    const item = { ...goatCheese, onTraceabilityList: false };
    expect(ofLine({ traceabilityLotCode: null, traceabilityLotCodeSourceGln: null }, { item })).toEqual([]);
  });

  test('another traceability lot code than the lot has', () => {
    expect(ofLine({ traceabilityLotCode: 'OTHER' }, { earlier })).toEqual([
      'task complete_traceability_lot_code: Traceability lot code OTHER on R-1, 09521101001013-6238-B on R-0 for the same supplier lot',
    ]);
  });
});

test("a lot's certificate on record from an earlier receipt serves a later one", () => {
  const certificatesOnRecord = [{ kind: 'certificate_of_analysis', expiresOn: null }] as const;
  expect(ofLine({ certificates: [] }, { certificatesOnRecord })).toEqual([]);
});

test('a receipt that is refused is still told its defects', () => {
  const { refusals, lines } = checkReceipt(
    givenReceipt({ supplier: { code: 'TGD', known: true, riskScore: '71' }, lines: [givenLine({ quantity: '0' })] }),
  );
  expect(refusals).toHaveLength(1);
  expect(lines[0]?.defects).toMatchObject([{ code: 'receipt.supplier-risk', pointer: '/supplier' }]);
});
