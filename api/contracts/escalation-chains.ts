import { z } from 'zod';
import { longestChain } from '#domain/escalation.ts';
import { roles } from '#domain/rights.ts';
import { teams } from '#domain/tasks.ts';
import type { Contract } from './contract.ts';
import { code } from './shared.ts';

const step = z.union([z.strictObject({ role: z.enum(roles).exclude(['system']) }), z.strictObject({ username: code })]);
const params = z.object({ team: z.enum(teams) });
const query = z.strictObject({
  site: code.optional().describe('Left out: the one for sites that have none of their own'),
});

export const readEscalationChainContract = {
  operationId: 'readEscalationChain',
  tag: 'Escalation',
  summary: "Read who is told, step after step, of a team's overdue tasks",
  description:
    'The one in force there, and where it comes from. The version is of the one that is set right there, 0 for none.',
  method: 'get',
  path: '/escalation-chains/:team',
  right: 'task.read',
  params,
  query,
  response: z.object({
    team: z.enum(teams),
    site: z.string().nullable(),
    from: z.enum(['site', 'everywhere', 'installed']),
    steps: z.array(
      z.object({ role: z.string().nullable(), username: z.string().nullable(), name: z.string().nullable() }),
    ),
    version: z.int(),
  }),
  status: 200,
  etag: true,
  refusals: ['site.unknown'],
  example: { params: { team: 'quality' }, query: { site: 'CHI' } },
} as const satisfies Contract;

const changed = z.object({ team: z.enum(teams), site: z.string().nullable(), version: z.int() });

export const changeEscalationChainContract = {
  operationId: 'changeEscalationChain',
  tag: 'Escalation',
  summary: "Set who is told of a team's overdue tasks",
  description:
    'Each step comes after the time of the policies `task_escalate_after_minutes` and `task_escalate_again_after_minutes`.',
  method: 'put',
  path: '/escalation-chains/:team',
  right: 'calendar.edit',
  params,
  body: z.strictObject({ site: code.optional(), steps: z.array(step).min(1).max(longestChain) }),
  response: changed,
  status: 200,
  etag: true,
  ifMatch: true,
  refusals: ['site.unknown', 'user.unknown', 'chain.role-without-tasks'],
  example: {
    params: { team: 'quality' },
    body: { site: 'CHI', steps: [{ username: 't.brandt' }, { role: 'quality_manager' }] },
  },
} as const satisfies Contract;

export const removeEscalationChainContract = {
  operationId: 'removeEscalationChain',
  tag: 'Escalation',
  summary: 'Let the general chain count again',
  method: 'delete',
  path: '/escalation-chains/:team',
  right: 'calendar.edit',
  params,
  query,
  response: changed,
  status: 200,
  ifMatch: true,
  refusals: ['site.unknown'],
} as const satisfies Contract;
