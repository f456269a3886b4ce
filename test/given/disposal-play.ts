import type { Caller } from '#domain/caller.ts';
import {
  askDisposal,
  type DisposalOutcome,
  disposalOf,
  givenDocument,
  signedDisposal,
  signedRun,
} from './disposals.ts';
import { type GivenReviews, givenReviews } from './engine.ts';
import { ask, givenHold } from './workflow.ts';

export const reason = 'Listeria found in two of five units';
export const code = (outcome: DisposalOutcome): string => (outcome.ok ? 'allowed' : outcome.violation.code);

/** What a person records of a run: of 40 on the dock of Newark, unless they say otherwise. */
export const run = (quantity: string, at = 'DOCK-IN', owner = 'MFF', condition = 'approved') => ({
  method: 'incineration' as const,
  place: 'Kearny plant',
  contractor: 'Garden Waste Inc.',
  lines: [{ site: 'EWR', location: at, owner, condition, quantity, unit: 'kg' }],
});

export type DisposalPlay = Awaited<ReturnType<typeof givenDisposals>>;

/** The engine, and the people of Newark who carry a disposal out, each with the step that is theirs. */
export async function givenDisposals() {
  const given: GivenReviews = await givenReviews();
  const dana = given.person('d.whitlock'); // quality manager of every site: approves, settles
  const ines = given.person('i.carvalho'); // quality at Newark: decides
  const ruth = given.person('r.okafor'); // warehouse at Newark: destroys
  const omar = given.person('o.haddad'); // transport of every site: asked for the hold, witnesses
  await given.workers();
  const placing = [{ role: 'transport' as const, rights: ['hold.place' as const], entityId: null, siteId: null }];
  return {
    given,
    ...{ dana, ines, ruth, omar },
    /** A disposal that Ines decided, of stock that Omar had asked to be held. */
    decided: async ({ decider = ines, ...input }: Parameters<typeof givenHold>[1] & { decider?: Caller } = {}) => {
      const hold = await givenHold(given, { by: { ...omar, grants: placing }, ...input });
      const answer = await ask(given, 'decide', decider, hold, { outcome: 'dispose', reason });
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      return { ...hold, disposalId: await disposalOf(given.context, hold.reviewId) };
    },
    approve: async (disposalId: string, by: Caller = dana) =>
      await askDisposal(given, 'approve', by, disposalId, {
        signingId: await signedDisposal(given.context, by, disposalId),
      }),
    destroy: (disposalId: string, quantity: string, by: Caller = ruth) =>
      askDisposal(given, 'destroyGoods', by, disposalId, run(quantity)),
    witness: async (disposalId: string, by: Caller = omar, confirmed = true) =>
      await askDisposal(given, 'witnessDestruction', by, disposalId, {
        ...(await signedRun(given.context, by, disposalId)),
        confirmed,
        ...(!confirmed && { note: 'I saw only half of it burn' }),
      }),
    endEarly: async (disposalId: string, by: Caller = dana, why = 'The plant burnt down on Tuesday') =>
      await askDisposal(given, 'endEarly', by, disposalId, {
        reason: why,
        signingId: await signedDisposal(given.context, by, disposalId),
      }),
    paper: async (disposalId: string) =>
      await askDisposal(given, 'addPaper', ruth, disposalId, {
        kind: 'certificate_of_destruction',
        documentId: await givenDocument(given.context),
        number: 'GW-118',
      }),
    /** What the ledger says is at a place that is none, over all owners and conditions. */
    gone: async (lotId: string, place: string) => {
      const [row] = await given.database.sql`
        select trim_scale(coalesce(sum(quantity), 0))::text as quantity from movement_lines
          join locations on locations.id = location_id where lot_id = ${lotId} and site_id is null and code = ${place}`;
      return row?.quantity;
    },
  };
}
