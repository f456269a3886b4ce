import type postgres from 'postgres';

/** What must hold after any benchmark, each as a count of rows that break it. */
const violations = {
  ledger_disagreements: 'select count(*) from ledger_disagreements',
  'unbalanced movements': `select count(*) from (
    select from movement_lines group by movement_id, lot_id having sum(quantity) <> 0) unbalanced`,
  'negative stock': 'select count(*) from stock where quantity < 0',
  'lots received without a movement': `select count(*) from receipt_lines line join receipts receipt on receipt.id = line.receipt_id
    where not exists (select from movement_lines moved
                       where moved.movement_id = receipt.movement_id and moved.lot_id = line.lot_id)`,
  'open holds without their review': `select count(*) from holds
    where process = 'quarantine_review' and ended_at is null
      and not exists (select from quarantine_reviews review where review.hold_id = holds.id)`,
  'open reviews without an outbox row': `select count(*) from quarantine_reviews review
    where not exists (select from outbox where outbox.workflow_id = review.workflow_id)`,
};

/** Proves in SQL that a benchmark left the truth whole; throws with every count that is not zero. */
export async function checkInvariants(sql: postgres.Sql): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [what, query] of Object.entries(violations)) {
    const [row] = await sql.unsafe<{ count: string }[]>(query);
    found[what] = Number(row?.count);
  }
  const broken = Object.entries(found).filter(([, count]) => count !== 0);
  if (broken.length > 0) throw new Error(`The benchmark broke: ${broken.map((pair) => pair.join(' ')).join(', ')}`);
  return { ledger_disagreements: 0 };
}
