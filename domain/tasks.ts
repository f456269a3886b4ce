import { authorize, type Caller, type Scope } from './caller.ts';
import { allow, type Result, refuse } from './result.ts';
import type { Role } from './rights.ts';

/** Who a task is routed to at its site. `warehouse` is what the lifecycle calls operations. */
export const teams = [
  'quality',
  'quality_management',
  'warehouse',
  'order_desk',
  'transport',
  'finance',
  'recall',
  'master_data',
] as const;
export type Team = (typeof teams)[number];

/** Whose work a team's tasks are. */
export const rolesOfTeam: Record<Team, readonly Role[]> = {
  quality: ['quality_inspector', 'quality_approver', 'quality_manager'],
  quality_management: ['quality_manager'],
  warehouse: ['receiver', 'warehouse_lead', 'pack_room'],
  order_desk: ['order_desk'],
  transport: ['transport'],
  finance: ['finance'],
  recall: ['recall_coordinator'],
  master_data: ['master_data_steward', 'quality_manager'],
};

/** What a person is asked to do. Permanent: lists, links and statistics hang on them. */
export const taskKinds = [
  'attach_announced_certificate',
  'complete_traceability_lot_code',
  'complete_traceability_source',
  'reconcile_purchase_order',
  'reconcile_advance_notice',
  'decide_quarantine_review',
  'decide_escalated_review',
  'confirm_disposal',
  'confirm_return_to_supplier',
  'settle_exception',
  'approve_policy_change',
  'approve_disposal',
  'destroy_goods',
  'witness_destruction',
  'add_destruction_papers',
  'value_write_off',
  'settle_failed_notification',
  'decide_proposal',
  'decide_escalated_proposal',
  'record_release_results',
  'approve_release',
  'approve_release_as_manager',
  'decide_escalated_release',
  'renew_supplier_certificate',
] as const;
export type TaskKind = (typeof taskKinds)[number];

/** Which team a task goes to, and whether working it is what settles it or its process does (a decision, a confirmation). */
export const taskRouting: Record<TaskKind, { team: Team; settledBy: 'hand' | 'process' }> = {
  attach_announced_certificate: { team: 'quality', settledBy: 'hand' },
  complete_traceability_lot_code: { team: 'quality', settledBy: 'hand' },
  complete_traceability_source: { team: 'quality', settledBy: 'hand' },
  reconcile_purchase_order: { team: 'order_desk', settledBy: 'hand' },
  reconcile_advance_notice: { team: 'order_desk', settledBy: 'hand' },
  decide_quarantine_review: { team: 'quality', settledBy: 'process' },
  decide_escalated_review: { team: 'quality_management', settledBy: 'process' },
  confirm_disposal: { team: 'warehouse', settledBy: 'process' },
  confirm_return_to_supplier: { team: 'warehouse', settledBy: 'process' },
  settle_exception: { team: 'quality_management', settledBy: 'process' },
  approve_policy_change: { team: 'quality_management', settledBy: 'process' },
  approve_disposal: { team: 'quality', settledBy: 'process' },
  destroy_goods: { team: 'warehouse', settledBy: 'process' },
  witness_destruction: { team: 'warehouse', settledBy: 'process' },
  add_destruction_papers: { team: 'warehouse', settledBy: 'process' },
  value_write_off: { team: 'finance', settledBy: 'process' },
  settle_failed_notification: { team: 'quality_management', settledBy: 'hand' },
  decide_proposal: { team: 'master_data', settledBy: 'process' },
  decide_escalated_proposal: { team: 'quality_management', settledBy: 'process' },
  record_release_results: { team: 'quality', settledBy: 'process' },
  approve_release: { team: 'quality', settledBy: 'process' },
  approve_release_as_manager: { team: 'quality_management', settledBy: 'process' },
  decide_escalated_release: { team: 'quality_management', settledBy: 'process' },
  renew_supplier_certificate: { team: 'master_data', settledBy: 'hand' },
};

export const taskStates = ['open', 'claimed', 'settled', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** A task as its rules need it; claimed means it has an assignee. */
export type Task = {
  kind: TaskKind;
  state: TaskState;
  assigneeId: string | null;
  assigneeName: string | null;
  scope: Scope;
};

/** May this caller take the task for themselves? Taking what one has already is allowed and changes nothing. */
export function mayClaim(caller: Caller, task: Task): Result<void> {
  const workable = mayTouch(caller, 'task.work', task);
  if (!workable.ok) return workable;
  return task.assigneeId === null || task.assigneeId === caller.id
    ? allow(undefined)
    : refuse('task.already-claimed', `${task.assigneeName ?? 'Somebody else'} has this task`);
}

/** May this caller give the task back to its team? Their own; somebody else's only with the right to reassign. */
export function mayRelease(caller: Caller, task: Task): Result<void> {
  const workable = mayTouch(caller, 'task.work', task);
  if (!workable.ok) return workable;
  if (task.assigneeId === null) return refuse('task.not-claimed', 'Nobody has this task');
  return isTheirs(caller, task);
}

/** May this caller give the task to a named person, who has to be entitled to work it? */
export function mayReassign(caller: Caller, task: Task, assignee: Caller): Result<void> {
  const workable = mayBeReassigned(caller, task);
  if (!workable.ok) return workable;
  const entitled = authorize(assignee, 'task.work', task.scope);
  return entitled.ok
    ? allow(undefined)
    : refuse('task.assignee-not-entitled', `${assignee.name} may not work tasks there`, '/assigneeId');
}

/** May this caller give the task to anybody at all? What a page asks before it knows to whom. */
export const mayBeReassigned = (caller: Caller, task: Task): Result<void> => mayTouch(caller, 'task.reassign', task);

/** May this caller declare the task done? Not what a process settles when its decision or confirmation comes in. */
export function maySettle(caller: Caller, task: Task): Result<void> {
  const workable = mayTouch(caller, 'task.work', task);
  if (!workable.ok) return workable;
  if (taskRouting[task.kind].settledBy === 'process')
    return refuse('task.settled-by-process', 'This task is settled by its process: decide or confirm there');
  return task.assigneeId === null ? allow(undefined) : isTheirs(caller, task);
}

function mayTouch(caller: Caller, right: 'task.work' | 'task.reassign', task: Task): Result<void> {
  const entitled = authorize(caller, right, task.scope);
  if (!entitled.ok) return entitled;
  return task.state === 'settled' || task.state === 'cancelled'
    ? refuse('task.settled', `This task is ${task.state}`)
    : allow(undefined);
}

function isTheirs(caller: Caller, task: Task): Result<void> {
  if (task.assigneeId === caller.id || authorize(caller, 'task.reassign', task.scope).ok) return allow(undefined);
  return refuse('task.not-yours', `${task.assigneeName ?? 'Somebody else'} has this task`);
}
