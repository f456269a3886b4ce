import { and, asc, desc, eq } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import { auditEntries, tasks } from '#db/schema/index.ts';

type Subject = { kind: string; id: string };

/** The tasks of a case, the newest last. */
export const readTasksOf = (db: DbOrTx, { kind, id }: Subject) =>
  db
    .select()
    .from(tasks)
    .where(and(eq(tasks.subjectKind, kind), eq(tasks.subjectId, id)))
    .orderBy(asc(tasks.id));

/** What happened to a case, the newest first, at most two hundred entries. */
export const readHistoryOf = (db: DbOrTx, { kind, id }: Subject) =>
  db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.subjectKind, kind), eq(auditEntries.subjectId, id)))
    .orderBy(desc(auditEntries.position))
    .limit(200);
