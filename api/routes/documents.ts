import {
  attachDocumentContract,
  downloadDocumentContract,
  readDocumentContract,
  storeDocumentContract,
} from '#api/contracts/documents.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { type FoundDocument, findDocument } from '#db/queries/find-document.ts';
import { type Caller, scopesWith } from '#domain/caller.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import { attachDocument } from '#operations/attach-document.ts';
import { storeDocument } from '#operations/store-document.ts';

export function documentRoutes(app: ApiRouter, { operations, documents }: Services): void {
  const find = async (documentId: string, caller: Caller): Promise<Result<FoundDocument>> => {
    const scope = { scopes: scopesWith(caller, 'document.read'), callerId: caller.id };
    const document = await findDocument(operations.db, documentId, scope);
    return document
      ? allow(document)
      : refuse('document.unknown', `There is no document ${documentId} that you may see`);
  };

  app.route(storeDocumentContract, ({ query }, request) => {
    const { bytes, contentType: mediaType } = request.content ?? { bytes: new Uint8Array(), contentType: '' };
    return storeDocument(operations, documents, request.command({ ...query, mediaType }), bytes);
  });

  app.route(readDocumentContract, ({ params }, { caller }) => find(params.documentId, caller));

  app.route(downloadDocumentContract, async ({ params }, { caller }) => {
    const found = await find(params.documentId, caller);
    if (!found.ok) return found;
    const { sha256, mediaType: contentType, fileName, removedAt } = found.value;
    if (removedAt)
      return refuse('document.removed', `The file was removed at ${removedAt}, when its retention was over`);
    const bytes = await documents.get(sha256);
    // The row is written after the file, so this is a folder that was emptied or not restored.
    if (!bytes) throw new Error(`The file of document ${params.documentId} is missing: ${sha256}`);
    return allow({ bytes, contentType, fileName, sha256 });
  });

  app.route(attachDocumentContract, ({ params, body }, request) =>
    attachDocument(operations, request.command({ ...body, ...params })),
  );
}
