/** Cases whose whole trail can be taken out, as audit entries name them. */
export const caseKinds = [
  'quarantine_review',
  'release_approval',
  'disposal',
  'master_data_proposal',
  'policy_change',
] as const;
export type CaseKind = (typeof caseKinds)[number];
