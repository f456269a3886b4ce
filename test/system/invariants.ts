import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { RunningSystem } from './running-system.ts';

/** Whatever was killed, these find nothing: each a query for the rows that break a promise. */
const promises = {
  'balances are what the ledger says': 'select lot_id::text as who from ledger_disagreements',
  'no quantity comes from nothing':
    'select movement_id::text as who from movement_lines group by movement_id, lot_id having sum(quantity) <> 0',
  'stock is never less than nothing': 'select lot_id::text as who from stock where quantity < 0',
  'a review is decided once': `
    select number as who from quarantine_reviews review
     where decisions > 1 or decisions <> (select count(*) from audit_entries
       where subject_id = review.id::text and action = 'quarantine_review.decided')`,
  'an outcome is carried out once, and a lift moves nothing': `
    select number as who from quarantine_reviews review
     where (select count(*) from movements where subject_id = review.id)
        <> case when state = 'closed' and outcome <> 'lift' then 1 else 0 end`,
  'a hold ends with its review': `
    select review.number as who from quarantine_reviews review join holds on holds.id = review.hold_id
     where (holds.ended_at is null) <> (review.state in ('open', 'decided'))`,
  'a review that is over asks nothing of anybody': `
    select tasks.title as who from tasks join quarantine_reviews review on review.id = tasks.subject_id
     where review.state in ('closed', 'cancelled') and tasks.state in ('open', 'claimed')`,
  'an open review asks somebody': `
    select number as who from quarantine_reviews review where state in ('open', 'decided')
       and not exists (select from tasks where subject_id = review.id and tasks.state in ('open', 'claimed'))`,
  'every due date is brought to mind once': `
    select subject_id || ' ' || action as who from audit_entries
     where action in ('quarantine_review.reminded', 'quarantine_review.escalated')
     group by subject_id, action, after ->> 'dueAt' having count(*) > 1`,
  'what was committed is started': 'select workflow_id as who from outbox where started_at is null',
};

/** Every broken promise with what breaks it; none where all is well. */
export async function brokenPromises(system: RunningSystem): Promise<Record<string, string[]>> {
  const broken: Record<string, string[]> = {};
  for (const [promise, query] of Object.entries(promises)) {
    const rows = await system.sql<{ who: string }>(query);
    if (rows.length > 0) broken[promise] = rows.map(({ who }) => who);
  }
  const parted = await partedFromEngine(system);
  return parted.length === 0 ? broken : { ...broken, 'an open review is a running workflow, and the reverse': parted };
}

async function partedFromEngine(system: RunningSystem): Promise<string[]> {
  const reviews = await system.sql<{ id: string; state: string }>(
    'select workflow_id as id, state from quarantine_reviews',
  );
  const connection = await Connection.connect({ address: system.temporalAddress() });
  const { workflow } = new Client({ connection });
  try {
    const parted = [];
    for (const { id, state } of reviews) {
      const inEngine = await workflow
        .getHandle(id)
        .describe()
        .then(
          ({ status }) => status.name,
          (error: unknown) => {
            if (error instanceof WorkflowNotFoundError) return 'FORGOTTEN';
            throw error;
          },
        );
      const wanted = state === 'open' || state === 'decided' ? 'RUNNING' : 'COMPLETED';
      if (inEngine !== wanted) parted.push(`${id} is ${state} and ${inEngine}`);
    }
    return parted;
  } finally {
    await connection.close();
  }
}
