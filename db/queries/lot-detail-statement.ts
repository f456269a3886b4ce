const iso = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * One lot ($1, its id) as somebody with these scopes ($2, jsonb, null for all) may see it: one statement, because it is what
 * scanners and screens ask for most. Of ended holds, receipts, certificates and inspections the latest.
 */
export const lotDetailStatement = `
    with granted as materialized (
      select "siteId" as site_id, "entityId" as entity_id
        from jsonb_to_recordset($2::text::jsonb) as g ("siteId" uuid, "entityId" uuid, category text)
       where g.category is null or g.category = (select of_lot.category from lots one join items of_lot on of_lot.id = one.item_id where one.id = $1)
    ), standing as materialized (
      select place.site_id, place.id as location_id, site.code as site, place.code as location, place.name as "locationName",
             owner.code as owner, held.owner_id, held.condition, held.quantity,
             $2::text::jsonb is null or exists (select from granted g where (g.site_id is null or g.site_id = place.site_id)
                                                              and (g.entity_id is null or g.entity_id = held.owner_id)) as visible
        from stock held join locations place on place.id = held.location_id
        join sites site on site.id = place.site_id join legal_entities owner on owner.id = held.owner_id
       where held.lot_id = $1
    ), known_holds as materialized (
      select hold.id as "holdId", hold.number, site.code as site, place.code as location, hold.process, hold.rule, hold.automatic,
             hold.reason, hold.placed_by_name as "placedBy", ${iso('hold.happened_at')} as "happenedAt",
             ${iso('hold.recorded_at')} as "recordedAt", ${iso('hold.ended_at')} as "endedAt", hold.ended_as as "endedAs",
             review.id as "reviewId", review.number as "reviewNumber", review.state as "reviewState",
             hold.site_id, hold.location_id
        from holds hold left join quarantine_reviews review on review.hold_id = hold.id
        left join sites site on site.id = hold.site_id left join locations place on place.id = hold.location_id
       where hold.lot_id = $1
         and ($2::text::jsonb is null or hold.site_id is null
              or exists (select from granted g where g.site_id is null or g.site_id = hold.site_id))
       order by hold.ended_at desc nulls first, hold.id desc limit 100
    )
    select lot.id as "lotId", lot.code as lot,
           json_build_object('code', item.code, 'name', item.name, 'gtin', item.gtin, 'category', item.category, 'baseUnit', item.base_unit) as item,
           case when supplier.id is not null then json_build_object('code', supplier.code, 'name', supplier.name) end as supplier,
           lot.supplier_lot_number as "supplierLotNumber", lot.traceability_lot_code as "traceabilityLotCode",
           json_build_object('gln', lot.tlc_source_gln, 'reference', lot.tlc_source_reference) as "traceabilityLotCodeSource",
           lot.manufactured_on::text as "manufacturedOn", lot.expires_on::text as "expiresOn",
           ${iso('lot.first_known_at')} as "firstKnownAt", lot.first_receipt as "firstReceipt",
           (select trim_scale(coalesce(sum(quantity), 0))::text from standing where visible) as "onHand",
           trim_scale(case when $2::text::jsonb is null then 0 else total_on_hand(lot.id)
                           - (select coalesce(sum(quantity), 0) from standing where visible) end)::text as elsewhere,
           (select coalesce(json_agg(json_build_object(
                     'site', site, 'location', location, 'locationName', "locationName", 'owner', owner, 'condition', condition,
                     'quantity', trim_scale(quantity)::text,
                     'heldBy', (select coalesce(json_agg(hold.number order by hold."holdId"), '[]') from known_holds hold
                                 where hold."endedAt" is null and (hold.site_id is null or hold.site_id = standing.site_id)
                                   and (hold.location_id is null or hold.location_id = standing.location_id)),
                     'limits', (select coalesce(json_agg(json_build_object(
                                  'limitId', allowed.id, 'releaseNumber', release.number, 'useBy', allowed.use_by::text,
                                  'customers', case when allowed.customer_ids is not null then
                                     (select coalesce(json_agg(party.code order by party.code), '[]') from parties party
                                       where allowed.customer_ids ? party.id::text) end) order by allowed.id), '[]')
                                  from release_limits allowed join release_approvals release on release.id = allowed.release_id
                                 where allowed.ended_at is null and allowed.lot_id = $1 and allowed.owner_id = standing.owner_id
                                   and (allowed.site_id is null or allowed.site_id = standing.site_id)
                                   and (allowed.location_id is null or allowed.location_id = standing.location_id)))
                   order by site, location, owner, condition), '[]') from standing where visible) as stock,
           (select coalesce(json_agg(to_jsonb(hold) - 'site_id' - 'location_id'), '[]') from known_holds hold) as holds,
           (select coalesce(json_agg(arrived), '[]') from (
              select receipt.id as "receiptId", receipt.number, site.code as site, ${iso('receipt.happened_at')} as "happenedAt",
                     trim_scale(sum(line.base_quantity))::text as quantity
                from receipt_lines line join receipts receipt on receipt.id = line.receipt_id join sites site on site.id = receipt.site_id
               where line.lot_id = lot.id
                 and ($2::text::jsonb is null or exists (select from granted g where (g.site_id is null or g.site_id = receipt.site_id)
                                                                   and (g.entity_id is null or g.entity_id = receipt.owner_id)))
               group by receipt.id, site.code order by receipt.happened_at desc limit 50) arrived) as receipts,
           (select coalesce(json_agg(paper), '[]') from (
              select id as "certificateId", kind, state, number, expires_on::text as "expiresOn"
                from certificates where lot_id = lot.id order by recorded_at desc, id limit 50) paper) as certificates,
           (select coalesce(json_agg(looked), '[]') from (
              select inspection.id as "inspectionId", inspection.number, site.code as site, inspection.result,
                     ${iso('inspection.happened_at')} as "happenedAt"
                from inspection_lots named join inspections inspection on inspection.id = named.inspection_id
                join sites site on site.id = inspection.site_id
               where named.lot_id = lot.id
                 and ($2::text::jsonb is null
                      or exists (select from granted g where g.site_id is null or g.site_id = inspection.site_id))
               order by inspection.happened_at desc limit 50) looked) as inspections
      from lots lot join items item on item.id = lot.item_id left join parties supplier on supplier.id = lot.supplier_id
     where lot.id = $1`;
