export const inspectionResults = ['pass', 'fail'] as const;
