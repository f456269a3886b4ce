import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachDocument } from '#operations/attach-document.ts';
import { openDocumentFolder } from '#operations/document-store.ts';
import { removeExpiredDocuments } from '#operations/remove-expired-documents.ts';
import { storeDocument } from '#operations/store-document.ts';
import { givenDatabase } from '#test/setup/database.ts';
import { givenContext } from './context.ts';
import { commandOf, givenLot } from './lots.ts';
import { givenStory, importer, personWith } from './master-data.ts';

export type GivenRetention = Awaited<ReturnType<typeof givenRetention>>;

/** The story's master data, a folder of documents, and documents of years ago. */
export async function givenRetention() {
  const database = await givenDatabase();
  const context = givenContext(database.db);
  const ids = await givenStory(context);
  const folder = await mkdtemp(join(tmpdir(), 'retention-'));
  const store = openDocumentFolder(folder);
  // A test cannot wait for years.
  await database.sql`alter table documents disable trigger documents_came_once`;
  let texts = 0;
  return {
    database,
    context,
    ids,
    folder,
    store,
    dana: personWith('quality_manager', ids.user('d.whitlock')),
    admin: personWith('administrator', ids.user('admin')),
    /** A document of years ago, of a lot or of nothing. */
    document: async (years: number, lotId?: string) => {
      texts += 1;
      const bytes = new TextEncoder().encode(`%PDF-1.7\nDocument ${texts}\n%%EOF\n`);
      const input = { fileName: `paper-${texts}.pdf`, mediaType: 'application/pdf' };
      const stored = await storeDocument(context, store, commandOf(importer, input), bytes);
      if (!stored.ok) throw new Error(JSON.stringify(stored.violation));
      const { documentId: id, sha256 } = stored.value;
      const link = lotId && { documentId: id, subjectKind: 'lot' as const, subjectId: lotId };
      if (link) await attachDocument(context, commandOf(importer, link));
      const age = database.sql`make_interval(years => ${years})`;
      await database.sql`update documents set uploaded_at = uploaded_at - ${age} where id = ${id}`;
      await database.sql`update document_links set linked_at = linked_at - ${age} where document_id = ${id}`;
      return { id, sha256, bytes };
    },
    /** A lot of long ago of which nothing is left. */
    emptyLot: (code: string) =>
      givenLot(context, ids, { code, arrivedAt: new Date('2015-01-01T00:00:00Z'), stock: [] }),
    remove: () => removeExpiredDocuments(context, store, { after: null }),
    isRemoved: async ({ id }: { id: string }) => {
      const [row] = await database.sql`select removed_at is not null as removed from documents where id = ${id}`;
      return row?.removed === true;
    },
    stop: async () => {
      await rm(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/** A notice that was delivered some days ago, and the row that had it delivered. */
export async function givenNotice(
  { database: { sql }, ids, context }: Pick<GivenRetention, 'database' | 'ids' | 'context'>,
  days: number,
  about: { kind: string; id: string } = { kind: 'person', id: ids.user('d.whitlock') },
) {
  const [notice, batch] = [context.newId(), context.newId()];
  const at = new Date(Date.now() - days * 86_400_000);
  await sql`
    insert into notifications (id, user_id, event_key, kind, content, subject_kind, subject_id, batch_id, channel, state, created_at, settled_at)
    values (${notice}, ${ids.user('d.whitlock')}, ${notice}, 'delivery_test', '{}', ${about.kind}, ${about.id}, ${batch}, 'mail', 'sent', ${at}, ${at})`;
  await sql`
    insert into outbox (workflow_type, workflow_id, task_queue, input, search_attributes, summary, created_at, next_attempt_at, started_at)
    values ('notificationDelivery', ${`notifications-${batch}`}, 'q', '{}', '{}', 'One', ${at}, ${at}, ${at})`;
  return { notice, batch };
}

/** A table that was read in some days ago and never proposed, of one row. */
export async function givenImport(
  { database: { sql }, context }: Pick<GivenRetention, 'database' | 'context'>,
  days: number,
) {
  const id = context.newId();
  await sql`
    insert into master_data_imports (id, number, kind, file_name, sha256, size_bytes, columns, creates, changes, unchanged, errors, uploaded_by, uploaded_by_name, uploaded_at)
    values (${id}, ${id}, 'item', 'items.csv', ${'a'.repeat(64)}, 1, '[]', 1, 0, 0, 0, 'test', 'Test', ${new Date(Date.now() - days * 86_400_000)})`;
  await sql`
    insert into master_data_import_rows (import_id, "row", outcome, changed, problems) values (${id}, 1, 'create', '[]', '[]')`;
  return id;
}
