import { sql } from 'drizzle-orm';
import type { Db, Tx } from '#db/connect.ts';
import { type LikeRecords, leastNameLikeness } from '#domain/duplicates.ts';
import type { ItemRecord, PartyRecord } from '#domain/master-records.ts';
import { type SharedKind, sharedKinds } from '#domain/record-kinds.ts';

/** A record that others are compared with: one that is there, or one that is only proposed. */
export type Compared<Kept> = { id: string; record: Kept };
export type LikePair = LikeRecords & { id: string; otherId: string; otherCode: string; otherName: string };

/** At most so many for each record: more are no duplicates, but a name that everybody has. */
const mostPairs = 20;

/** Records like the ones given, of the same kind, whatever makes them so. */
export const readLike = (tx: Tx, kind: SharedKind, compared: readonly Compared<ItemRecord | PartyRecord>[]) =>
  // The kind tells which records these are.
  kind === 'item'
    ? readLikeItems(tx, compared as readonly Compared<ItemRecord>[])
    : readLikeParties(tx, compared as readonly Compared<PartyRecord>[]);

// The operator goes by a setting of the transaction, and can use the index.
const expectLikeness = (db: Tx) =>
  db.execute(sql`select set_config('pg_trgm.similarity_threshold', ${String(leastNameLikeness)}, true)`);

async function readLikeItems(tx: Tx, compared: readonly Compared<ItemRecord>[]): Promise<readonly LikePair[]> {
  await expectLikeness(tx);
  const asked = JSON.stringify(
    compared.map(({ id, record: { name, category, netWeightKg } }) => ({ id, name, category, netWeightKg })),
  );
  return await tx.execute<LikePair>(sql`
    select asked.id, other.id as "otherId", other.code as "otherCode", other.name as "otherName",
           false as "sameDuns", false as "sameGln", false as "sameEmail",
           trigram.similarity(lower(other.name), lower(asked.name)) as "nameLikeness", 0 as "addressLikeness",
           other.category = asked.category as "sameCategory", other.net_weight_kg = asked."netWeightKg" as "sameWeight"
      from jsonb_to_recordset(${asked}::jsonb) as asked(id uuid, name text, category text, "netWeightKg" numeric)
     cross join lateral (
       select * from items where lower(items.name) operator(trigram.%) lower(asked.name) and items.id <> asked.id
        order by trigram.similarity(lower(items.name), lower(asked.name)) desc limit ${mostPairs}) other`);
}

async function readLikeParties(tx: Tx, compared: readonly Compared<PartyRecord>[]): Promise<readonly LikePair[]> {
  await expectLikeness(tx);
  const asked = JSON.stringify(
    compared.map(({ id, record }) => ({
      ...{ id, name: record.name, duns: record.duns, address: addressText(record) },
      glns: [...new Set([record.gln, record.plantGln, record.shipToGln])].filter((gln) => gln !== null),
      emails: [...new Set(record.contacts.map(({ email }) => email.toLowerCase()))].filter((email) => email !== ''),
    })),
  );
  return await tx.execute<LikePair>(sql`
    with asked as materialized (
      select * from jsonb_to_recordset(${asked}::jsonb) as asked(id uuid, name text, duns text, address text, glns jsonb, emails jsonb)),
    hit as (
      select asked.id, party.id as other_id from asked join parties party on party.duns = asked.duns
      union
      select asked.id, party.id from asked join parties party
          on party.gln in (select jsonb_array_elements_text(asked.glns))
      union
      select asked.id, contact.party_id from asked join party_contacts contact
          on lower(contact.email) in (select jsonb_array_elements_text(asked.emails))
      union
      select asked.id, like_named.id from asked cross join lateral (
        select id from parties party where lower(party.name) operator(trigram.%) lower(asked.name)
         order by trigram.similarity(lower(party.name), lower(asked.name)) desc limit ${mostPairs}) like_named)
    select asked.id, other.id as "otherId", other.code as "otherCode", other.name as "otherName",
           coalesce(other.duns = asked.duns, false) as "sameDuns",
           other.gln in (select jsonb_array_elements_text(asked.glns)) as "sameGln",
           exists (select from party_contacts contact where contact.party_id = other.id
                      and lower(contact.email) in (select jsonb_array_elements_text(asked.emails))) as "sameEmail",
           trigram.similarity(lower(other.name), lower(asked.name)) as "nameLikeness",
           trigram.similarity(lower(concat_ws(' ', other.address ->> 'street', other.address ->> 'city', other.address ->> 'postalCode',
             other.address ->> 'country')), asked.address) as "addressLikeness",
           false as "sameCategory", false as "sameWeight"
      from hit join asked on asked.id = hit.id join parties other on other.id = hit.other_id
     where other.id <> asked.id and other.merged_into is null`);
}

const addressText = ({ address: { street, city, postalCode, country } }: PartyRecord): string =>
  `${street} ${city} ${postalCode} ${country}`.toLowerCase();

/** Records like the one of a proposal about a single item or party; none for other proposals. */
export async function readLikeProposed(db: Db, proposalId: string): Promise<readonly LikePair[]> {
  return await db.transaction(async (tx) => {
    const [row] = await tx.execute<{ kind: string; id: string; record: ItemRecord | PartyRecord | null }>(sql`
      select proposal.kind, line.record_id as id, line.after as record
        from master_data_proposals proposal join master_data_proposal_records line on line.proposal_id = proposal.id
       where proposal.id = ${proposalId} and proposal.records = 1`);
    const kind = sharedKinds.find((shared) => shared === row?.kind);
    return kind && row?.record ? await readLike(tx, kind, [{ id: row.id, record: row.record }]) : [];
  });
}
