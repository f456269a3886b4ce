import { riskyBasil } from './deliveries.ts';
import { type Body, type Person, signIn } from './people.ts';
import { givenPlace, type Place, type RunningSystem, startSystem } from './running-system.ts';

/** The people of the story who meet at the pack house, and quality in Newark. */
const usernames = { helen: 'h.sokol', tomas: 't.brandt', dana: 'd.whitlock', ruth: 'r.okafor', ines: 'i.carvalho' };
export type People = Record<keyof typeof usernames, Person>;

/** A system with the story, and its people signed in. */
export async function givenSystem(): Promise<{ place: Place; system: RunningSystem; people: People }> {
  const place = await givenPlace();
  const system = await startSystem(place);
  const pairs = Object.entries(usernames).map(async ([name, username]) => [name, await signIn(system.url, username)]);
  return { place, system, people: Object.fromEntries(await Promise.all(pairs)) as People }; // a pair for each name
}

/** A review as its page shows it now. */
export const readReview = async (person: Person, reviewId: string): Promise<Body> =>
  (await person.get(`/quarantine-reviews/${reviewId}`)).body;

/** Helen receives basil that is held at once. Answers what the receipt says of it. */
export async function givenHeldBasil({ helen }: People): Promise<{ lotId: string; holdId: string; reviewId: string }> {
  const { status, body } = await helen.insist('/receipts', riskyBasil());
  if (status !== 201) throw new Error(JSON.stringify(body));
  const [line] = body.lines;
  return { lotId: line.lotId, ...line.defects[0].hold };
}

/** Reviews of basil are brought to mind after so many seconds instead of a day; due, they are in two days. */
export const remindAfter = (system: RunningSystem, seconds: number): Promise<unknown[]> =>
  system.sql(`insert into policies (id, key, scope_kind, scope_key, value, version, effective_from, reason, proposed_by, approved_by)
    select gen_random_uuid(), 'review_remind_after_minutes', 'item', items.id::text, to_jsonb('${seconds / 60}'::text), 1,
           now() - interval '1 minute', 'A test cannot wait for a day', 'test', 'test' from items where code = 'BASIL'`);
