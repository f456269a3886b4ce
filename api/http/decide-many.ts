import type { Result, RuleViolation } from '#domain/result.ts';
import { refuse } from '#domain/result.ts';
import { problemOf } from './problem.ts';
import type { ApiRequest } from './request.ts';

type Refused = { ok: false; status: number; title: string; detail: string } & Pick<RuleViolation, 'code'>;
/** How one of many records was decided about, under the name that its id has. */
export type DecidedRow<Name extends string, Given> = Record<Name, string> &
  ({ ok: true; status: number; answer: Given } | Refused);

export type DecidedMany<Name extends string, Given> = {
  decided: number;
  refused: number;
  items: DecidedRow<Name, Given>[];
};

/** Cases are carried side by side, but not so many that people who decide by ones wait behind them. */
const atOnce = 4;

/**
 * Decides about many records, each by its own case under a key of its own, and answers each by itself. Once the engine is found
 * away the rest is not tried: each would wait as long to learn the same.
 */
export async function decideMany<Name extends string, Row extends Record<Name, string>, Given>(
  request: ApiRequest,
  {
    id,
    rows,
    decide,
  }: { id: Name; rows: readonly Row[]; decide: (row: Row, as: ApiRequest) => Promise<Result<Given>> },
): Promise<DecidedMany<Name, Given>> {
  const outcomes = new Map<string, DecidedRow<Name, Given>>();
  const waiting = rows.values();
  let away: RuleViolation | undefined;

  const decideOne = async (row: Row) => {
    const outcome = away ? refuse(away.code, away.message) : await decide(row, forRow(request, row[id]));
    // To the compiler a computed key is any text, not the name of the id.
    const named = { [id]: row[id] } as unknown as Record<Name, string>;
    if (outcome.ok)
      return void outcomes.set(row[id], { ...named, ok: true as const, status: 200, answer: outcome.value });
    const { violation } = outcome;
    if (violation.code === 'engine.unavailable') away = violation;
    const { status, title, detail } = problemOf(violation, '');
    outcomes.set(row[id], { ...named, ok: false as const, status, code: violation.code, title, detail });
  };
  const takeTurns = async () => {
    for (const row of waiting) await decideOne(row);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, takeTurns));
  const items = rows.flatMap((row) => outcomes.get(row[id]) ?? []);
  const decided = items.filter(({ ok }) => ok).length;
  return { decided, refused: items.length - decided, items };
}

/** The request as one row of it: its command is the caller's key and the row's record. */
const forRow = (request: ApiRequest, id: string): ApiRequest => ({
  ...request,
  command: (input) => {
    const command = request.command(input);
    return { ...command, commandId: `${command.commandId}:${id}` };
  },
});
