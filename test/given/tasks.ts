import type { TaskKind, Team } from '#domain/tasks.ts';
import type { OperationContext } from '#operations/context.ts';
import { writeTasks } from '#operations/write-task.ts';
import type { GivenDatabase } from '#test/setup/database.ts';

export type GivenTask = { kind?: TaskKind; team?: Team; siteId: string | null; dueAt: Date; title?: string };

/** A task that nobody has, of quality unless said otherwise. */
export async function givenTask(
  context: OperationContext,
  { kind = 'attach_announced_certificate', team = 'quality', siteId, dueAt, title = 'Attach COA-7' }: GivenTask,
): Promise<string> {
  const [taskId = ''] = await context.db.transaction((tx) =>
    writeTasks(tx, context, [{ kind, team, title, subjectKind: 'receipt', subjectId: context.newId(), siteId, dueAt }]),
  );
  return taskId;
}

/** Who was told what, in the order in which it was written. */
export async function toldPeople({ sql }: Pick<GivenDatabase, 'sql'>): Promise<string[]> {
  const rows = await sql<{ person: string; kind: string; absent: string | null }[]>`
    select person.username as person, told.kind, told.content ->> 'standingInFor' as absent
      from notifications told join users person on person.id = told.user_id order by told.created_at, told.id`;
  return rows.map(({ person, kind, absent }) => `${person} ${kind}${absent === null ? '' : ` for ${absent}`}`);
}

/** Takes away what people were told. A trigger refuses it of what is not old, so it is put aside for the moment. */
export async function forgetNotices({ sql }: GivenDatabase): Promise<void> {
  for (const table of ['notifications', 'digests']) {
    await sql.unsafe(`alter table ${table} disable trigger user`);
    await sql.unsafe(`delete from ${table}`);
    await sql.unsafe(`alter table ${table} enable trigger user`);
  }
}
