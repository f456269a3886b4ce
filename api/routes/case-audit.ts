import type { z } from 'zod';
import { exportCaseAuditContract, printCaseAuditContract } from '#api/contracts/case-audit.ts';
import { caseAuditPage } from '#api/http/case-audit-page.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { entriesOfCase, findAuditedCase, readCaseDocuments, readCaseMovements } from '#db/queries/case-audit-export.ts';
import { readProvenEntries } from '#db/queries/lot-audit-export.ts';
import { readPoliciesFollowed } from '#db/queries/policies-followed.ts';
import { readSignaturesUnder } from '#db/queries/signatures-under.ts';
import { authorize, type Caller, scopesWith } from '#domain/caller.ts';
import type { CaseKind } from '#domain/case-kinds.ts';
import { allow, type Result, refuse } from '#domain/result.ts';
import type { RuleCode } from '#domain/rule-codes.ts';

type Exported = z.input<typeof exportCaseAuditContract.response>;

const unknown: Record<CaseKind, RuleCode> = {
  quarantine_review: 'review.unknown',
  release_approval: 'release.unknown',
  disposal: 'disposal.unknown',
  master_data_proposal: 'proposal.unknown',
  policy_change: 'policy-change.unknown',
};

/** The whole trail of a case, for whoever may read the trail where it is. */
export function caseAuditRoutes(app: ApiRouter, { operations: { db, clock } }: Services): void {
  const readExport = async (
    { kind, caseId }: { kind: CaseKind; caseId: string },
    caller: Caller,
  ): Promise<Result<Exported>> => {
    const found = await findAuditedCase(db, kind, caseId);
    if (!found) return refuse(unknown[kind], `There is no ${kind.replaceAll('_', ' ')} ${caseId}`);
    const may = authorize(caller, 'audit.read', { siteId: found.siteId ?? undefined });
    if (!may.ok) return may;
    const [trail, signatures, policies, documents, movements] = await Promise.all([
      readProvenEntries(db, entriesOfCase(found), scopesWith(caller, 'audit.read')),
      readSignaturesUnder(db, found.subjects),
      readPoliciesFollowed(db, { subjects: found.subjects, ...found.followed }),
      readCaseDocuments(db, found),
      readCaseMovements(db, found),
    ]);
    const exportedAt = clock.now().toISOString();
    return allow({
      ...found,
      ...trail,
      caseId,
      exportedAt,
      signatures,
      policies,
      documents: [...documents],
      movements: [...movements],
    });
  };

  app.route(exportCaseAuditContract, ({ params }, { caller }) => readExport(params, caller));

  app.route(printCaseAuditContract, async ({ params }, { caller }) => {
    const found = await readExport(params, caller);
    if (!found.ok) return found;
    const bytes = Buffer.from(caseAuditPage(found.value));
    return allow({
      bytes,
      contentType: 'text/html; charset=utf-8',
      fileName: `audit-trail-${found.value.number}.html`,
    });
  });
}
