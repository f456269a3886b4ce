import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';

/** Numbers people see, in the order asked for; a sequence, so that no two receipts wait for each other. */
export async function takeNumbers(
  tx: Tx,
  sequence:
    | 'hold_numbers'
    | 'review_numbers'
    | 'receipt_numbers'
    | 'lot_numbers'
    | 'inspection_numbers'
    | 'policy_change_numbers'
    | 'legal_hold_numbers'
    | 'disposal_numbers'
    | 'destruction_certificate_numbers'
    | 'proposal_numbers'
    | 'import_numbers'
    | 'release_numbers',
  prefix: string,
  count: number,
): Promise<string[]> {
  const rows = await tx.execute<{ number: string }>(
    sql`select nextval(${sequence}::regclass)::text as number from generate_series(1, ${count}::int)`,
  );
  return rows.map(({ number }) => `${prefix}-${number.padStart(6, '0')}`);
}
