import postgres from 'postgres';
import type { Command } from '#operations/context.ts';
import { receiveGoods } from '#operations/receive-goods.ts';
import type { ReceiveGoods } from '#operations/receive-goods-command.ts';
import { type BenchDatabase, stageManager } from '../database.ts';
import { delivery, heldEvery, linesPerDelivery, orderDeliveries } from '../deliveries.ts';
import { inTurns } from '../in-turns.ts';
import { checkInvariants } from '../invariants.ts';
import type { Report } from '../report.ts';
import { compare, type Measured } from '../rounds.ts';
import type { Surroundings } from '../surroundings.ts';
import { asOther, insertRows, rowsWrittenBy, tablesOfFacts, type WrittenRows } from '../written-rows.ts';

const clients = 8;
const perRound = 80;

/** B10: a delivery validated, booked, audited and followed up, against nothing but writing the same rows. */
export async function receiving(surroundings: Surroundings, rounds: number): Promise<Report> {
  const database = await surroundings.database();
  const { sql } = database;
  const templates = await receiveTemplates(database);
  // As the application and with as many connections, so that both sides differ in what they do alone.
  const plain = postgres(database.url, {
    max: 20,
    onnotice: () => {},
    connection: { role: 'holdfast_app', 'holdfast.sight': 'all' },
  });
  const ours = {
    name: `receiving ${linesPerDelivery} lines at a time, ${clients} clients`,
    run: () => receive(database),
  };
  const insert = (tables: readonly string[] | 'all') => () => insertAgain(plain, templates, tables);
  const facts = await compare(
    ours,
    { name: 'multi-row INSERT of lots, movement, receipt and certificates', run: insert(tablesOfFacts) },
    rounds,
  );
  const everything = await compare(ours, { name: 'multi-row INSERT of every row', run: insert('all') }, rounds);

  const [count] = await sql<Record<string, number>[]>`
    select (select count(*)::int from receipts) as receipts, (select count(*)::int from receipt_lines) as lines,
           (select count(*)::int from movement_lines) as "movement lines", (select count(*)::int from lots) as lots,
           (select count(*)::int from stock) as "stock rows", (select count(*)::int from outbox) as "outbox rows",
           (select count(*)::int from audit_entries where action = 'lot.received') as "audited lots"`;
  const proof = { ...count, ...(await checkInvariants(sql)) };
  const received = made.ours + made.theirs;
  if (proof.receipts !== received || proof.lots !== received * linesPerDelivery)
    throw new Error(`${received} receipts were written, but there are ${JSON.stringify(proof)}`);
  await plain.end();
  await database.drop();
  return {
    benchmark: 'B10',
    comparison: facts,
    unit: 'receipts',
    findings: [
      { measure: 'rate', unit: 'ratio', value: facts.ratio, aim: { atLeast: 0.4 } },
      {
        measure: 'rate, against inserting audit, command, holds and outbox too',
        unit: 'ratio',
        value: everything.ratio,
        aim: { atLeast: 0.4 },
      },
    ],
    proof,
  };
}

const run = 'B10';
const made = { ours: 0, theirs: 0 };

const commandOf = (input: ReceiveGoods): Command<ReceiveGoods> => ({
  commandId: `bench:${input.purchaseOrder}`,
  caller: stageManager,
  cause: { requestId: 'bench' },
  input,
});

async function receiveOne({ context }: BenchDatabase, index: number): Promise<Command<ReceiveGoods>> {
  const command = commandOf(delivery(run, index));
  const answer = await receiveGoods(context, command);
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  const held = answer.value.lines.filter(({ state }) => state === 'quarantined').length;
  if (held !== (index % heldEvery === 0 ? 1 : 0)) throw new Error(`${held} lines of delivery ${index} were held`);
  return command;
}

/** Received as ever and read back: what the other side writes again under other names. */
async function receiveTemplates(database: BenchDatabase): Promise<{ commandId: string; rows: WrittenRows }[]> {
  await orderDeliveries(database.sql, run, 0, heldEvery);
  const templates: { commandId: string; rows: WrittenRows }[] = [];
  for (; made.ours < heldEvery; made.ours++) {
    const { commandId } = await receiveOne(database, made.ours);
    templates.push({ commandId, rows: await rowsWrittenBy(database.sql, commandId) });
  }
  return templates;
}

async function receive(database: BenchDatabase): Promise<Measured> {
  const first = made.ours;
  made.ours += perRound;
  await orderDeliveries(database.sql, run, first, made.ours);
  const indexes = Array.from({ length: perRound }, (_, index) => first + index);
  return await inTurns(clients, indexes, (index) => receiveOne(database, index));
}

async function insertAgain(
  sql: postgres.Sql,
  templates: readonly { commandId: string; rows: WrittenRows }[],
  tables: readonly string[] | 'all',
): Promise<Measured> {
  const prepared = Array.from({ length: perRound }, (_, index) => {
    const { commandId, rows } = templates[index % templates.length] ?? { commandId: '', rows: new Map() };
    return asOther(rows, commandId, `~${made.theirs + index}`);
  });
  made.theirs += perRound;
  return await inTurns(clients, prepared, (rows) => insertRows(sql, rows, tables));
}
