import { type SQL, sql } from 'drizzle-orm';
import type { DbOrTx } from '#db/connect.ts';
import type { RecordOf } from '#domain/master-records.ts';
import type { ImportedKind, ScoredKind } from '#domain/record-kinds.ts';
import { isoText } from './iso-text.ts';

/** A record as it stands: what was read, and the version a change of it is proposed on. */
export type KeptRecord<Kind extends ImportedKind = ImportedKind> = {
  id: string;
  code: string;
  version: number;
  record: RecordOf[Kind];
};

/** Records by their codes (of a location: its site's and its own); codes that nothing has are left out. */
export async function readRecords<Kind extends ImportedKind>(
  db: DbOrTx,
  kind: Kind,
  codes: readonly string[],
): Promise<Map<string, KeptRecord<Kind>>> {
  if (codes.length === 0) return new Map();
  const rows = await db.execute<KeptRecord<Kind>>(
    sql`${recordOf[kind]} where ${codeOf[kind]} = any(array(select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb)))`,
  );
  return new Map(rows.map((row) => [row.code, row]));
}

/** Some records of a kind that were not scored by this edition of the rules. */
export async function readUnscored<Kind extends ScoredKind>(
  db: DbOrTx,
  kind: Kind,
  edition: number,
  limit: number,
): Promise<readonly KeptRecord<Kind>[]> {
  return await db.execute<KeptRecord<Kind>>(
    sql`${recordOf[kind]} where ${sql.raw(aliasOf[kind])}.scored_by is distinct from ${edition} ${
      kind === 'location' ? sql`and place.site_id is not null` : sql``
    } limit ${limit}`,
  );
}

const aliasOf = { item: 'item', party: 'party', location: 'place' } as const;

const codeOf: Record<ImportedKind, SQL> = {
  item: sql`item.code`,
  party: sql`party.code`,
  location: sql`site.code || '/' || place.code`,
  specification: sql`item.code`,
  certificate: sql`paper.code`,
  site: sql`site.code`,
  entity: sql`entity.code`,
};

const plain = (column: SQL): SQL => sql`trim_scale(${column})::text`;

const recordOf: Record<ImportedKind, SQL> = {
  item: sql`
    select item.id, item.code, item.version, jsonb_build_object('code', item.code, 'name', item.name, 'gtin', item.gtin,
             'category', item.category, 'baseUnit', item.base_unit, 'netWeightKg', ${plain(sql`item.net_weight_kg`)},
             'storageMinC', ${plain(sql`item.storage_min_c`)}, 'storageMaxC', ${plain(sql`item.storage_max_c`)},
             'traceabilityList', item.traceability_list, 'traceabilityFood', item.traceability_food,
             'traceabilityExemption', item.traceability_exemption, 'allergens', item.allergens,
             'shelfLifeDays', item.shelf_life_days, 'inspectionRequired', item.inspection_required,
             'lotControlled', item.lot_controlled, 'soldOnlyTo', buyer.code, 'overridable', item.overridable,
             'blocked', item.blocked_at is not null,
             'units', (select coalesce(jsonb_agg(jsonb_build_object('unit', unit.unit, 'numerator', unit.numerator::text,
                         'denominator', unit.denominator::text, 'gtin', unit.gtin) order by unit.unit collate "C"), '[]')
                         from item_units unit where unit.item_id = item.id)) as record
      from items item left join parties buyer on buyer.id = item.sold_only_to_party_id`,
  party: sql`
    select party.id, party.code, party.version, jsonb_build_object('code', party.code, 'name', party.name,
             'isSupplier', party.is_supplier, 'isCustomer', party.is_customer, 'gln', party.gln, 'plantGln', party.plant_gln,
             'shipToGln', party.ship_to_gln, 'duns', party.duns, 'address', party.address,
             'servesVulnerablePeople', party.serves_vulnerable_people, 'otherRequirements', party.other_requirements,
             'riskScore', ${plain(sql`party.risk_score`)}, 'overridable', party.overridable,
             'blocked', party.blocked_at is not null,
             'contacts', (select coalesce(jsonb_agg(jsonb_build_object('name', contact.name, 'role', contact.role,
                            'phone', contact.phone, 'email', contact.email, 'forRecalls', contact.for_recalls)
                            order by (contact.name || ' ' || contact.email) collate "C"), '[]')
                            from party_contacts contact where contact.party_id = party.id),
             'shelfLives', (select coalesce(jsonb_agg(jsonb_build_object('category', life.category,
                              'minimumRemainingDays', life.minimum_remaining_days) order by life.category collate "C"), '[]')
                              from customer_shelf_lives life where life.party_id = party.id)) as record
      from parties party`,
  location: sql`
    select place.id, site.code || '/' || place.code as code, place.version, jsonb_build_object(
             'code', site.code || '/' || place.code, 'kind', place.kind, 'name', place.name,
             'temperatureMinC', ${plain(sql`place.temperature_min_c`)},
             'temperatureMaxC', ${plain(sql`place.temperature_max_c`)}) as record
      from locations place join sites site on site.id = place.site_id`,
  // Of an item without one it is version 0, which says nothing.
  specification: sql`
    select item.id, item.code, coalesce(latest.version, 0) as version, jsonb_build_object('code', item.code,
             'category', item.category, 'effectiveFrom', ${isoText(sql`latest.effective_from`)},
             'characteristics', coalesce(latest.characteristics, '[]'), 'sampling', latest.sampling) as record
      from items item left join lateral (select * from item_specifications one where one.item_id = item.id
                                          order by one.version desc limit 1) latest on true`,
  certificate: sql`
    select paper.id, paper.code, paper.version, jsonb_build_object('code', paper.code, 'party', party.code,
             'scheme', paper.scheme, 'standard', paper.standard, 'number', paper.number, 'issuer', paper.issuer,
             'categories', paper.categories, 'items', paper.items, 'plants', paper.plants,
             'validFrom', paper.valid_from, 'validUntil', paper.valid_until, 'documentId', paper.document_id,
             'withdrawn', paper.withdrawn) as record
      from supplier_certificates paper join parties party on party.id = paper.party_id`,
  site: sql`
    select site.id, site.code, site.version, jsonb_build_object('code', site.code, 'name', site.name, 'gln', site.gln,
             'operatedBy', runner.code, 'operator', site.operator, 'address', site.address, 'phone', site.phone,
             'timeZone', site.time_zone,
             'stockOwners', (select coalesce(jsonb_agg(owner.code order by owner.code collate "C"), '[]')
                               from site_stock_owners allowed join legal_entities owner on owner.id = allowed.entity_id
                              where allowed.site_id = site.id)) as record
      from sites site left join legal_entities runner on runner.id = site.operated_by_entity_id`,
  entity: sql`
    select entity.id, entity.code, entity.version, jsonb_build_object('code', entity.code, 'name', entity.name,
             'gln', entity.gln, 'currency', entity.currency, 'groupName', entity.group_name,
             'groupCurrency', entity.group_currency, 'address', entity.address, 'phone', entity.phone) as record
      from legal_entities entity`,
};
