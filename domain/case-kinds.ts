/** Cases whose whole trail can be taken out, as audit entries name them. */
export const caseKinds = ['quarantine_review', 'release_approval', 'disposal'] as const;
export type CaseKind = (typeof caseKinds)[number];
