import { endAbsenceContract, listAbsencesContract, recordAbsenceContract } from '#api/contracts/absences.ts';
import {
  changeEscalationChainContract,
  readEscalationChainContract,
  removeEscalationChainContract,
} from '#api/contracts/escalation-chains.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { listAbsences } from '#db/queries/absences.ts';
import { readChain } from '#db/queries/escalation-chains.ts';
import { allow } from '#domain/result.ts';
import { changeEscalationChain } from '#operations/change-escalation-chain.ts';
import { endAbsence } from '#operations/end-absence.ts';
import { recordAbsence } from '#operations/record-absence.ts';
import { asPage, findNamed } from './named-filters.ts';

export function escalationRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;

  app.route(readEscalationChainContract, async ({ params: { team }, query: { site } }) => {
    const named = await findNamed(db, { site });
    if (!named.ok) return named;
    return allow({ team, site: site ?? null, ...(await readChain(db, { team, siteId: named.value.siteId ?? null })) });
  });

  app.route(changeEscalationChainContract, ({ params, body }, request) =>
    changeEscalationChain(operations, request.command({ ...body, ...params, version: Number(request.ifMatch) })),
  );

  app.route(removeEscalationChainContract, ({ params, query }, request) =>
    changeEscalationChain(
      operations,
      request.command({ ...query, ...params, steps: null, version: Number(request.ifMatch) }),
    ),
  );

  app.route(recordAbsenceContract, ({ body }, request) => recordAbsence(operations, request.command(body)));

  app.route(listAbsencesContract, async ({ query: { cursor, now, ...filter } }) => {
    const after = readCursor(cursor, 'id');
    if (!after.ok) return after;
    const at = now ? clock.now() : undefined;
    return asPage(await listAbsences(db, { ...filter, at, after: after.value }), encodeCursor);
  });

  app.route(endAbsenceContract, ({ params }, request) => endAbsence(operations, request.command(params)));
}
