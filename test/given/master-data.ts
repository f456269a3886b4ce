import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { readIds } from '#db/queries/master-data-codes.ts';
import { items, legalEntities, locations, parties, sites, users } from '#db/schema/index.ts';
import type { Caller } from '#domain/caller.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import type { Role } from '#domain/rights.ts';
import { type OperationContext, systemCaller } from '#operations/context.ts';
import { importMasterData } from '#operations/import-master-data.ts';
import { installBaseline } from '#operations/install-baseline.ts';
import { readStory } from '#operations/story-file.ts';
import { masterDataOfStory } from '#operations/story-master-data.ts';

export const storyFolder = fileURLToPath(new URL('../../story/', import.meta.url));

/** May do everything everywhere, as the loader of history does. */
export const importer: Caller = {
  ...systemCaller,
  grants: [{ role: 'system', rights: installedRoles.system, entityId: null, siteId: null }],
};

/** The ids behind the story's codes; a code it does not have is a fault of the test. Locations are `EWR/DOCK-IN`, virtual ones `supplier`. */
export type StoryIds = Record<'entity' | 'site' | 'location' | 'item' | 'party' | 'user', (code: string) => string>;

/** Installs the baseline and the story's master data and people (who have no password here). */
export async function givenStory(context: OperationContext): Promise<StoryIds> {
  await installBaseline(context);
  const story = await readStory(storyFolder, context.clock.now());
  const answer = await importMasterData(context, {
    commandId: 'given-story',
    caller: importer,
    cause: {},
    input: masterDataOfStory(story.master_data, null),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.violation));
  return await readStoryIds(context);
}

/** The same for a database that has the story already. */
export async function readStoryIds({ db }: Pick<OperationContext, 'db'>): Promise<StoryIds> {
  const places = await db
    .select({ id: locations.id, code: locations.code, site: sites.code })
    .from(locations)
    .leftJoin(sites, eq(sites.id, locations.siteId));
  const people = await db.select({ id: users.id, username: users.username }).from(users);
  return {
    entity: finder(await readIds(db, legalEntities)),
    site: finder(await readIds(db, sites)),
    item: finder(await readIds(db, items)),
    party: finder(await readIds(db, parties)),
    location: finder(new Map(places.map(({ id, code, site }) => [site === null ? code : `${site}/${code}`, id]))),
    user: finder(new Map(people.map(({ id, username }) => [username, id]))),
  };
}

/** A signed-in person with one role, at one site (its id) or everywhere. */
export const personWith = (role: Role, id: string, siteId: string | null = null): Caller => ({
  kind: 'person',
  id,
  name: id,
  grants: [{ role, rights: installedRoles[role], entityId: null, siteId }],
});

const finder =
  (ids: ReadonlyMap<string, string>) =>
  (code: string): string => {
    const id = ids.get(code);
    if (!id) throw new Error(`The story has no "${code}"`);
    return id;
  };
