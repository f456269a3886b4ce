import { eq } from 'drizzle-orm';
import { users } from '#db/schema/people.ts';
import { commands } from '#db/schema/record.ts';
import { installedRoles } from '#domain/installed-roles.ts';
import { allow } from '#domain/result.ts';
import { adoptSpecifications } from './adopt-specifications.ts';
import { announceGoods } from './announce-goods.ts';
import { changeCalendar } from './change-calendar.ts';
import { type Command, type OperationContext, systemCaller } from './context.ts';
import { importCalendarDays } from './import-calendar-days.ts';
import { importMasterData } from './import-master-data.ts';
import { hashPassword } from './passwords.ts';
import { receiveGoods } from './receive-goods.ts';
import { type Answer, runCommand } from './run-command.ts';
import { neverClosed, storyCalendars, storyHolidays } from './story-calendars.ts';
import { readStory, type Story } from './story-file.ts';
import { announcementsOf, receiptOf, receiptsOf } from './story-goods.ts';
import { masterDataOfStory } from './story-master-data.ts';
import { specificationsOfStory } from './story-specifications.ts';

/** What all people of the story sign in with. For trying it out on one machine, and for nothing else. */
export const storyPassword = 'holdfast-story';

/** Before anything of the story happens. */
const sinceBefore = '2020-01-01T00:00:00.000Z';

/** Brings the story in as what it is: history from before this installation. */
const historian = {
  ...systemCaller,
  grants: [{ role: 'system' as const, rights: installedRoles.system, entityId: null, siteId: null }],
};

/**
 * Loads the story (people, master data, orders, notices, receipts) by the right to import history, each fact as a command
 * under its own name: a start after a crash goes on where the last one stopped, and a second start loads nothing, also of a
 * version whose story says something else. Without `password` the people are there and cannot sign in.
 */
export async function loadStory(
  context: OperationContext,
  folder: string,
  password: string | null = storyPassword,
): Promise<{ receipts: number; already: boolean }> {
  const story = await readStory(folder, await storyDay(context));
  await loadMasterData(context, story, password);
  const specifications = { specifications: specificationsOfStory(sinceBefore), reason: 'Agreed with the suppliers' };
  loadedOrFault(
    await adoptSpecifications(context, commandOf('story:specifications', specifications)),
    'specifications',
  );
  await loadCalendars(context);
  for (const announcement of announcementsOf(story)) {
    const name = `story:${announcement.kind}:${announcement.number}`;
    loadedOrFault(await announceGoods(context, commandOf(name, announcement)), announcement.number);
  }
  const idOfPerson = await readPeople(context);
  let loaded = 0;
  for (const receipt of receiptsOf(story)) {
    const delivery = receiptOf(receipt, idOfPerson.get(receipt.actor) ?? receipt.actor);
    const answer = await receiveGoods(context, commandOf(`story:${receipt.id}`, delivery));
    if (!loadedOrFault(answer, receipt.receipt).repeated) loaded += 1;
  }
  return { receipts: loaded, already: loaded === 0 };
}

const commandOf = <Input>(commandId: string, input: Input): Command<Input> => ({
  commandId,
  caller: historian,
  cause: {},
  input,
});

/** The day it is played around, settled by the first start: a start on another day must not shift it once more. */
async function storyDay(context: OperationContext): Promise<Date> {
  const now = context.clock.now().toISOString();
  const answer = await runCommand(context, 'begin-story', commandOf('story:begin', {}), async () =>
    allow({ playedAround: now }),
  );
  if (!answer.ok) throw new Error(`The story has no first day: ${JSON.stringify(answer.violation)}`);
  return new Date(answer.value.playedAround);
}

/** Once: a password's hash is another one each time, so the command itself could not tell a repeat. */
async function loadMasterData(context: OperationContext, story: Story, password: string | null): Promise<void> {
  const commandId = 'story:master-data';
  const [done] = await context.db.select({ id: commands.id }).from(commands).where(eq(commands.id, commandId));
  if (done) return;
  const passwordHash = password === null ? null : await hashPassword(password);
  const data = masterDataOfStory(story.master_data, passwordHash);
  loadedOrFault(await importMasterData(context, commandOf(commandId, data)), 'its master data');
}

/** Before the goods: the tasks that they raise count the working time of their site. */
async function loadCalendars(context: OperationContext): Promise<void> {
  for (const [site, weekly] of Object.entries(storyCalendars)) {
    const name = `story:calendar:${site}`;
    loadedOrFault(await changeCalendar(context, commandOf(name, { site, weekly, version: 0 })), name);
    if (site === neverClosed) continue;
    const days = { site, days: storyHolidays };
    loadedOrFault(await importCalendarDays(context, commandOf(`${name}:days`, days)), `the holidays of ${site}`);
  }
}

async function readPeople({ db }: OperationContext): Promise<Map<string, string>> {
  const people = await db.select({ id: users.id, username: users.username }).from(users);
  return new Map(people.map(({ id, username }) => [username, id]));
}

/**
 * The story ships with the program: what refuses it is a fault of ours. A part that an earlier version loaded in other words
 * stays as that one loaded it.
 */
function loadedOrFault(answer: Answer<unknown>, what: string): { repeated: boolean } {
  if (answer.ok) return answer;
  if (answer.violation.code === 'idempotency.key-reused') return { repeated: true };
  throw new Error(`The story could not be loaded at ${what}: ${JSON.stringify(answer.violation)}`);
}
