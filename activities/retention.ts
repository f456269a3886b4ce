import type { OperationContext } from '#operations/context.ts';
import type { DocumentStore } from '#operations/document-store.ts';
import { forgetExpiredRecords } from '#operations/forget-expired-records.ts';
import { type RemovedDocuments, removeExpiredDocuments } from '#operations/remove-expired-documents.ts';
import { sweepDocumentFiles } from '#operations/sweep-document-files.ts';
import { step } from './commands.ts';

/** The steps of retention. Each finds what is left to do, so a repeat needs no command id. */
export const retentionActivities = (context: OperationContext, store: DocumentStore) => ({
  removeExpiredDocuments: (input: { after: readonly string[] | null }) =>
    removeExpiredDocuments(context, store, { ...input, cause: step() }),
  sweepDocumentFiles: (input: { folder: string }) => sweepDocumentFiles(context, store, { ...input, cause: step() }),
  forgetExpiredRecords: () => forgetExpiredRecords(context, step()),
});

export type { RemovedDocuments };
export type RetentionActivities = ReturnType<typeof retentionActivities>;
