import { sql } from 'drizzle-orm';
import type { Tx } from '#db/connect.ts';
import type { PartyRecord } from '#domain/master-records.ts';
import type { OperationContext } from './context.ts';
import type { PlannedRecord } from './record-conflicts.ts';
import { scoredRows } from './scored-rows.ts';

/** Makes parties of what was planned, with contacts and shelf lives. The caller holds their locks. */
export async function applyParties(
  tx: Tx,
  context: OperationContext,
  planned: readonly PlannedRecord[],
): Promise<void> {
  const { newId } = context;
  const rows = await scoredRows(tx, context, 'party', planned);
  await tx.execute(sql`
    insert into parties as kept (id, code, name, is_supplier, is_customer, gln, plant_gln, ship_to_gln, duns, address,
           serves_vulnerable_people, other_requirements, risk_score, overridable, completeness, missing, scored_by)
    select id, code, name, "isSupplier", "isCustomer", gln, "plantGln", "shipToGln", duns, address, "servesVulnerablePeople",
           "otherRequirements", "riskScore", overridable, completeness, missing, "scoredBy"
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, code text, name text, "isSupplier" boolean,
             "isCustomer" boolean, gln text, "plantGln" text, "shipToGln" text, duns text, address jsonb,
             "servesVulnerablePeople" boolean, "otherRequirements" jsonb, "riskScore" numeric, overridable jsonb,
             completeness integer, missing jsonb, "scoredBy" integer)
    on conflict (id) do update set name = excluded.name, is_supplier = excluded.is_supplier,
           is_customer = excluded.is_customer, gln = excluded.gln, plant_gln = excluded.plant_gln,
           ship_to_gln = excluded.ship_to_gln, duns = excluded.duns, address = excluded.address,
           serves_vulnerable_people = excluded.serves_vulnerable_people, other_requirements = excluded.other_requirements,
           risk_score = excluded.risk_score, overridable = excluded.overridable, completeness = excluded.completeness,
           missing = excluded.missing, scored_by = excluded.scored_by, version = kept.version + 1`);
  await tx.execute(sql`
    update parties set blocked_at = null, blocked_by = null, blocked_reason = null
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, blocked boolean)
     where parties.id = planned.id and not planned.blocked and parties.blocked_at is not null`);
  await replaceParts(tx, rows, contactsOf(planned, newId));
}

/** Contacts have no key that people know, so each gets an id anew. */
const contactsOf = (planned: readonly PlannedRecord[], newId: () => string): string =>
  JSON.stringify(
    // Their kind is party, hence so are their records.
    planned.flatMap(({ recordId, after }) =>
      ((after as PartyRecord | null)?.contacts ?? []).map((contact) => ({
        ...contact,
        id: newId(),
        partyId: recordId,
      })),
    ),
  );

async function replaceParts(tx: Tx, rows: string, contacts: string): Promise<void> {
  const parties = sql`(select id from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid))`;
  await tx.execute(sql`delete from party_contacts where party_id in ${parties}`);
  await tx.execute(sql`delete from customer_shelf_lives where party_id in ${parties}`);
  await tx.execute(sql`
    insert into party_contacts (id, party_id, name, role, phone, email, for_recalls)
    select id, "partyId", name, role, phone, email, "forRecalls"
      from jsonb_to_recordset(${contacts}::jsonb) as contact(id uuid, "partyId" uuid, name text, role text, phone text,
             email text, "forRecalls" boolean)`);
  await tx.execute(sql`
    insert into customer_shelf_lives (party_id, category, minimum_remaining_days)
    select planned.id, life.category, life."minimumRemainingDays"
      from jsonb_to_recordset(${rows}::jsonb) as planned(id uuid, "shelfLives" jsonb),
           jsonb_to_recordset(planned."shelfLives") as life(category text, "minimumRemainingDays" integer)`);
}
