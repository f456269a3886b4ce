import { sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { FoundSigning, SignedSubject, SigningMethod } from '#domain/signatures.ts';

/** A signing with what its signature is made of: who it is in print, and the zone of the record's site. */
export type SigningToTake = FoundSigning & { method: SigningMethod; printedName: string; timeZone: string };

type Row = Omit<SigningToTake, 'expiresAt'> & { expiresAt: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A signing, asked for one subject; undefined where there is none. One statement, because every decision asks it. */
export async function findSigning(
  db: DbOrTx,
  { signingId, subject, siteId, now }: { signingId: string; subject: SignedSubject; siteId: string | null; now: Date },
): Promise<SigningToTake | undefined> {
  // It came with a request and was never looked at on its way.
  if (!uuid.test(signingId)) return undefined;
  const at = sql`${now.toISOString()}::timestamptz`;
  const [found] = await db.execute<Row>(sql`
    select signing.user_id as "userId", signing.meaning, signing.method, signing.expires_at::text as "expiresAt",
           person.name as "printedName", coalesce((select time_zone from sites where id = ${siteId}::uuid), 'UTC') as "timeZone",
           not person.active or session.ended_at is not null or session.expires_at <= ${at} as "sessionOver",
           (select shown_hash from signing_subjects where signing_id = signing.id
              and kind = ${subject.kind} and subject_id = ${subject.id}) as "shownHash",
           exists (select from signatures where signing_id = signing.id
              and subject_kind = ${subject.kind} and subject_id = ${subject.id}) as used
      from signings signing
      join sessions session on session.id = signing.session_id
      join users person on person.id = signing.user_id
     where signing.id = ${signingId}::uuid`);
  return found && { ...found, expiresAt: new Date(found.expiresAt) };
}
