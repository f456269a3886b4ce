const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let lots = 0;

/** Eight cases of basil for the pack house, from the herb farm whose risk score is 74 where 70 is the limit. */
export const riskyBasil = (supplierLotNumber = `GH-${1_000 + ++lots}`) => ({
  site: 'CHI',
  owner: 'FTB',
  supplier: 'GHF',
  arrivalTemperatureCelsius: '17.5',
  lines: [
    {
      item: 'BASIL',
      location: 'DOCK-IN',
      quantity: '8',
      unit: 'case',
      supplierLotNumber,
      manufacturedOn: daysFromNow(-10),
      expiresOn: daysFromNow(355),
      certificates: [{ kind: 'certificate_of_analysis', number: `COA-${supplierLotNumber}` }],
    },
  ],
});

/** Salmon for Newark with everything that it needs. */
export const salmon = () => {
  const supplierLotNumber = `HLS-${1_000 + ++lots}`;
  return {
    site: 'EWR',
    owner: 'MFF',
    supplier: 'HLS',
    arrivalTemperatureCelsius: '2.4' as string,
    lines: [
      {
        item: 'SALMON',
        location: 'DOCK-IN',
        quantity: '20',
        unit: 'case',
        supplierLotNumber,
        traceabilityLotCode: `09521104001010-${supplierLotNumber}`,
        traceabilityLotCodeSourceGln: '9521104000020',
        manufacturedOn: daysFromNow(-5),
        expiresOn: daysFromNow(55),
        certificates: [{ kind: 'certificate_of_analysis', number: `COA-${supplierLotNumber}` }] as {
          kind: string;
          number: string;
        }[],
      },
    ],
  };
};
