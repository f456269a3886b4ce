import { authorize } from '#domain/caller.ts';
import { mayTighten } from '#domain/limit-changes.ts';
import { allow, type Result } from '#domain/result.ts';
import { giveReason } from './check-reason-code.ts';
import type { Command, OperationContext } from './context.ts';
import { lockLimit } from './limit-case.ts';
import { replaceLimit, withdrawProposals } from './replace-limit.ts';
import { resolveConditions } from './resolve-release-terms.ts';
import { type Answer, runCommand } from './run-command.ts';

/** Customers by code and last day (YYYY-MM-DD); what is left out is not limited. */
export type StatedLimit = {
  limitId: string;
  customers?: readonly string[];
  useBy?: string;
  reason: string;
  reasonCode?: string;
};

export type TightenedLimit = {
  limitId: string;
  releaseNumber: string;
  customers: string[] | null;
  useBy: string | null;
};

/** Limits released stock more than its release did. It stops stock, so it needs only the database, and no second person. */
export function tightenLimit(
  context: OperationContext,
  command: Command<StatedLimit>,
): Promise<Answer<TightenedLimit>> {
  const { caller, input } = command;
  return runCommand(context, 'tighten-limit', command, async (tx): Promise<Result<TightenedLimit>> => {
    const locked = await lockLimit(tx, input.limitId);
    if (!locked.ok) return locked;
    const { row, limit, lot, site } = locked.value;
    const entitled = authorize(caller, 'release.approve', limit.scope);
    if (!entitled.ok) return entitled;
    const conditions = await resolveConditions(tx, input, { lot, site, now: context.clock.now() });
    if (!conditions.ok) return conditions;
    const { reason, reasonCode } = input;
    const may = mayTighten(caller, limit, { conditions: conditions.value, reason });
    if (!may.ok) return may;
    const scopes = [{ ...limit.scope, itemId: lot.itemId }];
    const given = await giveReason(tx, context, command, { list: 'release', reason, reasonCode, scopes });
    if (!given.ok) return given;
    const to = conditions.value;
    const { number } = limit;
    await withdrawProposals(tx, context, given.value, row);
    const id = await replaceLimit(tx, context, given.value, row, { from: limit.conditions, to, reason, number });
    // What is tighter than some conditions are conditions.
    if (!to || !id) throw new Error(`The conditions of ${number} were tightened to none`);
    return allow({ limitId: id, releaseNumber: number, customers: to.customers, useBy: to.useBy });
  });
}
