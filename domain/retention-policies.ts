import { type DescribedPolicy, number } from './policy-definition.ts';

/** How long something is kept at least; then the retention schedule removes it, unless a legal hold keeps it. */
const kept = (unit: 'years' | 'days' | 'hours', least: string, most: string, installed: string, meaning: string) =>
  ({ ...number(unit, least, most, 0), stricter: 'higher', installed, meaning }) as const;

/** How long things are kept. What is not named is kept for ever: audit trail, seals, signatures, movements, decisions. */
export const retentionPolicies = {
  document_max_bytes: {
    ...number('bytes', '1', '1073741824', 0),
    stricter: 'none',
    installed: '26214400',
    meaning: 'The largest document or photo that is stored',
  },
  document_retention_years: kept('years', '1', '100', '7', 'A document is kept so long after the last it belongs to'),
  unlinked_document_retention_days: kept(
    'days',
    '1',
    '3650',
    '90',
    'A document that belongs to nothing, or a table that was read in and not proposed, is kept so long',
  ),
  orphan_file_grace_hours: kept(
    'hours',
    '1',
    '8760',
    '48',
    'A file without a document is kept so long, for its row may still come',
  ),
  session_retention_days: kept(
    'days',
    '1',
    '3650',
    '90',
    'A session, and a login at a provider, is remembered so long after it ended',
  ),
  command_answer_retention_days: kept(
    'days',
    '7',
    '3650',
    '365',
    'The answer of a request is repeated to its sender so long',
  ),
  notification_retention_days: kept(
    'days',
    '30',
    '3650',
    '365',
    'A notice to a person, and that a digest was written, is kept so long after it was settled',
  ),
} as const satisfies Record<string, DescribedPolicy>;
