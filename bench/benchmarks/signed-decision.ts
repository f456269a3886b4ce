import { Client, Connection } from '@temporalio/client';
import { quarantineReviewProcess } from '#domain/processes.ts';
import { decideUpdate } from '#workflows/quarantine-review.messages.ts';
import type { BenchDatabase } from '../database.ts';
import { generateLots } from '../generate-lots.ts';
import { inTurns } from '../in-turns.ts';
import { checkInvariants } from '../invariants.ts';
import type { Report } from '../report.ts';
import { openReviewsOf, untilStarted } from '../reviews.ts';
import { compare, type Measured } from '../rounds.ts';
import { openSession, type SignedInPerson, signForReview } from '../signings.ts';
import type { Surroundings } from '../surroundings.ts';

const perRound = 40;
/** At most 15 % more latency is a rate of at least 1 ÷ 1.15, one decision after the other. */
const aim = 1 / 1.15;

/** B12: a decision with its rights, duties and signature against the same decision without, through the same engine. */
export async function signedDecision(surroundings: Surroundings, rounds: number): Promise<Report> {
  const address = await surroundings.temporal();
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const signed = await openSide(surroundings, { script: 'signed-decisions', queue: 'bench-signed', address, rounds });
  const plain = await openSide(surroundings, { script: 'plain-decisions', queue: 'bench-plain', address, rounds });
  // Whoever owns the tables of this side lets it decide unsigned.
  await plain.database.sql`alter table quarantine_reviews disable trigger quarantine_reviews_are_decided_signed`;

  const decide = (side: Side) => async (): Promise<Measured> => {
    const reviewIds = await openReviewsOf(side.database, side.lots.splice(0, perRound));
    await untilStarted(side.database);
    const asked: [reviewId: string, signingId: string][] = [];
    for (const reviewId of reviewIds)
      asked.push([reviewId, await signForReview(side.database.context, side.person, reviewId, 'decide')]);
    side.decided += reviewIds.length;
    return await inTurns(1, asked, ([reviewId, signingId]) => send(client, side.person, reviewId, signingId));
  };
  const comparison = await compare(
    { name: 'a decision with rights, duties and signature', run: decide(signed) },
    { name: 'the same decision without', run: decide(plain) },
    rounds,
  );
  const proof = {
    'signatures given': await count(signed, 'signatures'),
    ...(await checkInvariants(signed.database.sql)),
  };
  if ((await count(plain, 'signatures')) !== 0) throw new Error('The side without signatures has some');
  for (const side of [signed, plain]) {
    const closed = await count(side, "quarantine_reviews where state = 'closed' and outcome = 'lift'");
    if (closed !== side.decided) throw new Error(`${side.decided} were decided, and ${closed} are`);
    await side.stop();
  }
  await connection.close();
  return {
    benchmark: 'B12',
    comparison,
    unit: 'decisions',
    findings: [{ measure: 'rate', unit: 'ratio', value: comparison.ratio, aim: { atLeast: aim } }],
    proof,
  };
}

type Side = {
  database: BenchDatabase;
  lots: string[];
  person: SignedInPerson;
  decided: number;
  stop(): Promise<void>;
};

async function openSide(
  surroundings: Surroundings,
  { script, queue, address, rounds }: { script: string; queue: string; address: string; rounds: number },
): Promise<Side> {
  const database = await surroundings.database();
  await database.sql.unsafe(`
    create function own_queue() returns trigger language plpgsql as $$ begin new.task_queue := '${queue}'; return new; end $$;
    create trigger outbox_own_queue before insert on outbox for each row execute function own_queue()`);
  const lots = await generateLots(database, perRound * (rounds + 1), { held: false });
  const settings = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: address };
  const worker = await surroundings.program(`bench/servers/${script}.ts`, settings);
  return {
    ...{ database, lots: [...lots], decided: 0 },
    person: await openSession(database.context, 'd.whitlock'),
    stop: async () => {
      await worker.stop();
      await database.drop();
    },
  };
}

const send = (client: Client, { userId }: SignedInPerson, reviewId: string, signingId: string) => {
  const commandId = `bench:${reviewId}`;
  const input = {
    reviewId,
    outcome: 'lift' as const,
    reason: 'Re-test of five units passed on every count',
    signingId,
  };
  const request = { commandId, caller: { kind: 'person' as const, id: userId }, input };
  const handle = client.workflow.getHandle(quarantineReviewProcess.workflowId(reviewId));
  return handle.executeUpdate(decideUpdate, { args: [request], updateId: commandId });
};

async function count({ database: { sql } }: Side, what: string): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(`select count(*)::int as count from ${what}`);
  return row?.count ?? 0;
}
