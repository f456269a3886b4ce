import type { OperationContext } from '#operations/context.ts';
import { sealAudit } from '#operations/seal-audit.ts';

/** The steps that care for the audit trail. Each run seals whatever is not sealed yet, so a repeat needs no command id. */
export const auditActivities = (context: OperationContext) => ({ sealAudit: () => sealAudit(context) });

export type AuditActivities = ReturnType<typeof auditActivities>;
