export const inspectionResults = ['pass', 'fail'] as const;
export type InspectionResult = (typeof inspectionResults)[number];
