import type { Db } from '#db/connect.ts';
import type { Caller } from '#domain/caller.ts';
import type { GivenCode } from '#domain/reason-codes.ts';

/** The one clock and the one source of ids; tests set both. */
export type Clock = { now(): Date };

/** What every operation works with. `newId` makes UUIDs of version 7, so that rows lie in the order they were made. */
export type OperationContext = {
  db: Db;
  clock: Clock;
  newId: () => string;
  /** Words that an operator keeps from being passwords, in lower case. */
  refusedPasswords?: ReadonlySet<string> | undefined;
};

/** What led to a command, for the audit trail: a request, or a step of a workflow. */
export type Cause = {
  requestId?: string | undefined;
  fromAddress?: string | undefined;
  traceparent?: string | undefined;
  workflowId?: string | undefined;
  activityId?: string | undefined;
};

/**
 * One thing somebody asks for, once. `commandId` is made of the business ids or of the caller and the key they sent, so
 * that a repeat is known as one whatever carried it.
 */
export type Command<Input> = { commandId: string; caller: Caller; cause: Cause; input: Input };

/** A command as its parts see it, without its input, the code its reason was given by, and the policies that asked for it. */
export type Actor = Omit<Command<unknown>, 'input'> & { given?: GivenCode; followed?: readonly string[] };

/** The rules themselves: the caller of whatever happens by rule. */
export const systemCaller: Caller = { kind: 'system', id: 'system', name: 'Holdfast rules', grants: [] };
