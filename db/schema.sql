-- Written by "npm run db:generate" from the catalogue. Change db/schema and the migrations, not this file.

-- Sequences

create sequence destruction_certificate_numbers;
create sequence disposal_numbers;
create sequence hold_numbers;
create sequence import_numbers;
create sequence inspection_numbers;
create sequence legal_hold_numbers;
create sequence lot_numbers;
create sequence policy_change_numbers;
create sequence proposal_numbers;
create sequence receipt_numbers;
create sequence release_numbers;
create sequence review_numbers;

-- Tables

create table absences (
  id uuid not null,
  user_id uuid not null,
  stand_in_id uuid,
  from_at timestamp(3) with time zone not null,
  until_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  recorded_by text not null,
  ended_at timestamp(3) with time zone,
  constraint absences_pkey PRIMARY KEY (id),
  constraint absences_stand_in_id_users_id_fk FOREIGN KEY (stand_in_id) REFERENCES users(id),
  constraint absences_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint absences_not_oneself CHECK ((stand_in_id <> user_id)),
  constraint absences_order CHECK ((from_at < until_at))
);

create table advance_notice_lines (
  advance_notice_id uuid not null,
  line integer not null,
  item_id uuid not null,
  supplier_lot_number text,
  expected_quantity numeric(18,4) not null,
  constraint advance_notice_lines_advance_notice_id_line_pk PRIMARY KEY (advance_notice_id, line),
  constraint advance_notice_lines_advance_notice_id_advance_notices_id_fk FOREIGN KEY (advance_notice_id) REFERENCES advance_notices(id),
  constraint advance_notice_lines_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id)
);

create table advance_notices (
  id uuid not null,
  number text not null,
  supplier_id uuid not null,
  owner_id uuid not null,
  site_id uuid not null,
  purchase_order_id uuid,
  imported boolean default false not null,
  expected_on date,
  constraint advance_notices_pkey PRIMARY KEY (id),
  constraint advance_notices_number_unique UNIQUE (number),
  constraint advance_notices_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint advance_notices_purchase_order_id_purchase_orders_id_fk FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id),
  constraint advance_notices_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint advance_notices_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id)
);

create table api_keys (
  id uuid not null,
  name text not null,
  prefix text not null,
  secret_hmac text not null,
  created_by text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  rotated_at timestamp(3) with time zone,
  previous_prefix text,
  previous_secret_hmac text,
  previous_until timestamp(3) with time zone,
  previous_last_used_at timestamp(3) with time zone,
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_prefix_unique UNIQUE (prefix),
  constraint api_keys_previous_prefix_unique UNIQUE (previous_prefix)
);

create table audit_entries (
  id uuid not null,
  "position" bigint generated always as identity not null,
  transaction_id xid8 default pg_current_xact_id() not null,
  recorded_at timestamp(3) with time zone not null,
  happened_at timestamp(3) with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  lot_id uuid,
  site_id uuid,
  entity_id uuid,
  before jsonb,
  after jsonb,
  reason text,
  command_id text,
  request_id text,
  from_address text,
  workflow_id text,
  activity_id text,
  imported boolean default false not null,
  on_behalf_of_id text,
  on_behalf_of_name text,
  reason_list text,
  reason_code text,
  constraint audit_entries_pkey PRIMARY KEY (id),
  constraint audit_entries_position_unique UNIQUE ("position"),
  constraint audit_entries_reason_code CHECK (((reason_list IS NULL) = (reason_code IS NULL)))
);

create table audit_seals (
  number bigint not null,
  previous_hash text not null,
  from_transaction xid8 not null,
  from_position bigint not null,
  until_transaction xid8 not null,
  until_position bigint not null,
  first_position bigint not null,
  last_position bigint not null,
  row_count integer not null,
  positions text not null,
  leaves bytea not null,
  root text not null,
  sealed_at timestamp(3) with time zone not null,
  hash text not null,
  constraint audit_seals_pkey PRIMARY KEY (number),
  constraint audit_seals_previous_hash_unique UNIQUE (previous_hash)
);

create table calendar_days (
  site_id uuid not null,
  date date not null,
  name text not null,
  shifts jsonb not null,
  changed_at timestamp(3) with time zone not null,
  changed_by text not null,
  constraint calendar_days_site_id_date_pk PRIMARY KEY (site_id, date),
  constraint calendar_days_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id)
);

create table certificates (
  id uuid not null,
  lot_id uuid not null,
  supplier_id uuid,
  kind text not null,
  state text not null,
  number text,
  expires_on date,
  source text,
  recorded_by text not null,
  recorded_at timestamp(3) with time zone not null,
  withdrawn_at timestamp(3) with time zone,
  constraint certificates_pkey PRIMARY KEY (id),
  constraint certificates_lot_number UNIQUE NULLS NOT DISTINCT (lot_id, kind, number),
  constraint certificates_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint certificates_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id),
  constraint certificates_given_has_number CHECK (((state = 'announced'::text) OR (number IS NOT NULL))),
  constraint certificates_kind CHECK ((kind = ANY (ARRAY['certificate_of_analysis'::text, 'certificate_of_conformity'::text, 'certificate_of_origin'::text, 'health_certificate'::text, 'organic_certificate'::text, 'kosher_certificate'::text, 'halal_certificate'::text, 'allergen_statement'::text]))),
  constraint certificates_state CHECK ((state = ANY (ARRAY['announced'::text, 'given'::text, 'withdrawn'::text])))
);

create table commands (
  id text not null,
  operation text not null,
  input_hash text not null,
  actor_id text not null,
  result jsonb,
  recorded_at timestamp(3) with time zone not null,
  answer_removed_at timestamp(3) with time zone,
  constraint commands_pkey PRIMARY KEY (id)
);

create table customer_shelf_lives (
  party_id uuid not null,
  category text not null,
  minimum_remaining_days integer not null,
  constraint customer_shelf_lives_party_id_category_pk PRIMARY KEY (party_id, category),
  constraint customer_shelf_lives_party_id_parties_id_fk FOREIGN KEY (party_id) REFERENCES parties(id)
);

create table decided_rights (
  role text not null,
  "right" text not null,
  constraint decided_rights_role_right_pk PRIMARY KEY (role, "right"),
  constraint decided_rights_role_roles_name_fk FOREIGN KEY (role) REFERENCES roles(name)
);

create table delegations (
  id uuid not null,
  from_user_id uuid not null,
  to_user_id uuid not null,
  grant_ids jsonb,
  valid_from timestamp(3) with time zone not null,
  valid_until timestamp(3) with time zone not null,
  reason text not null,
  created_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by text,
  constraint delegations_pkey PRIMARY KEY (id),
  constraint delegations_from_user_id_users_id_fk FOREIGN KEY (from_user_id) REFERENCES users(id),
  constraint delegations_to_user_id_users_id_fk FOREIGN KEY (to_user_id) REFERENCES users(id),
  constraint delegations_end_is_whole CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint delegations_have_a_span CHECK ((valid_from < valid_until)),
  constraint delegations_to_somebody_else CHECK ((from_user_id <> to_user_id))
);

create table destruction_lines (
  destruction_id uuid not null,
  line integer not null,
  location_id uuid not null,
  owner_id uuid not null,
  condition text not null,
  quantity numeric(18,4) not null,
  stated_quantity numeric(18,4) not null,
  stated_unit text not null,
  constraint destruction_lines_destruction_id_line_pk PRIMARY KEY (destruction_id, line),
  constraint destruction_lines_destruction_id_destructions_id_fk FOREIGN KEY (destruction_id) REFERENCES destructions(id),
  constraint destruction_lines_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint destruction_lines_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint destruction_lines_condition CHECK ((condition = ANY (ARRAY['received'::text, 'pending_inspection'::text, 'approved'::text, 'returned'::text]))),
  constraint destruction_lines_positive CHECK ((quantity > (0)::numeric))
);

create table destruction_papers (
  id uuid not null,
  disposal_id uuid not null,
  destruction_id uuid,
  kind text not null,
  document_id uuid not null,
  number text,
  issued_by text,
  issued_on date,
  added_by text not null,
  added_by_name text not null,
  added_at timestamp(3) with time zone not null,
  constraint destruction_papers_pkey PRIMARY KEY (id),
  constraint destruction_papers_once UNIQUE (disposal_id, kind, document_id),
  constraint destruction_papers_destruction_id_destructions_id_fk FOREIGN KEY (destruction_id) REFERENCES destructions(id),
  constraint destruction_papers_disposal_id_disposals_id_fk FOREIGN KEY (disposal_id) REFERENCES disposals(id),
  constraint destruction_papers_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id),
  constraint destruction_papers_kind CHECK ((kind = ANY (ARRAY['certificate_of_destruction'::text, 'photo'::text, 'weighbridge_ticket'::text, 'transport_document'::text])))
);

create table destructions (
  id uuid not null,
  disposal_id uuid not null,
  run integer not null,
  state text not null,
  method text not null,
  place text not null,
  contractor text,
  contractor_licence text,
  transport_document text,
  seal text,
  rendered_unfit text,
  weight_kg numeric(18,4),
  note text,
  started_at timestamp(3) with time zone not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  recorded_by text not null,
  recorded_by_name text not null,
  witnessed_by text,
  witnessed_by_name text,
  witnessed_at timestamp(3) with time zone,
  witness_note text,
  witness_signature_id uuid,
  movement_id uuid,
  recorded_for text,
  recorded_for_name text,
  witnessed_for text,
  witnessed_for_name text,
  constraint destructions_pkey PRIMARY KEY (id),
  constraint destructions_run UNIQUE (disposal_id, run),
  constraint destructions_disposal_id_disposals_id_fk FOREIGN KEY (disposal_id) REFERENCES disposals(id),
  constraint destructions_movement_id_movements_id_fk FOREIGN KEY (movement_id) REFERENCES movements(id),
  constraint destructions_booked CHECK (((state = 'booked'::text) = (movement_id IS NOT NULL))),
  constraint destructions_in_order CHECK ((started_at <= happened_at)),
  constraint destructions_method CHECK ((method = ANY (ARRAY['incineration'::text, 'rendering'::text, 'composting'::text, 'anaerobic_digestion'::text, 'denaturing'::text, 'landfill'::text, 'shredding'::text, 'other'::text]))),
  constraint destructions_not_own_witness CHECK ((witnessed_by <> recorded_by)),
  constraint destructions_state CHECK ((state = ANY (ARRAY['awaiting_witness'::text, 'blocked'::text, 'booked'::text, 'refused'::text, 'struck'::text]))),
  constraint destructions_witness_is_whole CHECK ((((witnessed_by IS NULL) = (witnessed_at IS NULL)) AND ((witnessed_by IS NULL) = (witnessed_by_name IS NULL))))
);

create table digests (
  site_id uuid not null,
  date date not null,
  written_at timestamp(3) with time zone not null,
  people integer not null,
  constraint digests_site_id_date_pk PRIMARY KEY (site_id, date),
  constraint digests_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id)
);

create table disposal_approvals (
  disposal_id uuid not null,
  approved_by text not null,
  approved_by_name text not null,
  approved_at timestamp(3) with time zone not null,
  signature_id uuid,
  approved_for text,
  approved_for_name text,
  constraint disposal_approvals_disposal_id_approved_by_pk PRIMARY KEY (disposal_id, approved_by),
  constraint disposal_approvals_disposal_id_disposals_id_fk FOREIGN KEY (disposal_id) REFERENCES disposals(id)
);

create table disposal_differences (
  id uuid not null,
  disposal_id uuid not null,
  found text not null,
  location_id uuid not null,
  owner_id uuid not null,
  condition text not null,
  quantity numeric(18,4) not null,
  reason text not null,
  settled_by text not null,
  settled_by_name text not null,
  settled_at timestamp(3) with time zone not null,
  signature_id uuid,
  movement_id uuid not null,
  settled_for text,
  settled_for_name text,
  constraint disposal_differences_pkey PRIMARY KEY (id),
  constraint disposal_differences_disposal_id_disposals_id_fk FOREIGN KEY (disposal_id) REFERENCES disposals(id),
  constraint disposal_differences_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint disposal_differences_movement_id_movements_id_fk FOREIGN KEY (movement_id) REFERENCES movements(id),
  constraint disposal_differences_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint disposal_differences_found CHECK ((found = ANY (ARRAY['missing'::text, 'surplus'::text]))),
  constraint disposal_differences_positive CHECK ((quantity > (0)::numeric))
);

create table disposals (
  id uuid not null,
  number text not null,
  origin_kind text not null,
  origin_id uuid not null,
  origin_decision integer not null,
  hold_id uuid not null,
  lot_id uuid not null,
  site_id uuid,
  workflow_id text not null,
  state text not null,
  decided_by text not null,
  decided_by_name text not null,
  decided_at timestamp(3) with time zone not null,
  reason text not null,
  quantity numeric(18,4) not null,
  approvals_needed integer not null,
  witness_required boolean not null,
  witness_reason text not null,
  papers_required jsonb not null,
  opened_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  stage_milliseconds integer not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  closed_at timestamp(3) with time zone,
  certificate_number text,
  policy_ids jsonb not null,
  version integer default 1 not null,
  decided_for text,
  decided_for_name text,
  origin_number text default ''::text not null,
  origin_workflow_id text default ''::text not null,
  extensions integer default 0 not null,
  given_back numeric(18,4) default '0'::numeric not null,
  ended_early_at timestamp(3) with time zone,
  ended_early_by text,
  ended_early_by_name text,
  ended_early_for text,
  ended_early_for_name text,
  ended_early_reason text,
  ended_early_signature_id uuid,
  constraint disposals_pkey PRIMARY KEY (id),
  constraint disposals_certificate_number_unique UNIQUE (certificate_number),
  constraint disposals_number_unique UNIQUE (number),
  constraint disposals_origin UNIQUE (origin_kind, origin_id, origin_decision),
  constraint disposals_workflow_id_unique UNIQUE (workflow_id),
  constraint disposals_hold_id_holds_id_fk FOREIGN KEY (hold_id) REFERENCES holds(id),
  constraint disposals_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint disposals_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint disposals_certified_when_closed CHECK (((state = 'closed'::text) = (certificate_number IS NOT NULL))),
  constraint disposals_early_end_is_whole CHECK ((((ended_early_at IS NULL) = (ended_early_by IS NULL)) AND ((ended_early_at IS NULL) = (ended_early_reason IS NULL)))),
  constraint disposals_given_back CHECK (((given_back >= (0)::numeric) AND ((given_back > (0)::numeric) = (ended_early_at IS NOT NULL)))),
  constraint disposals_origin_known CHECK ((origin_kind = ANY (ARRAY['quarantine_review'::text, 'return_disposition'::text, 'recall'::text]))),
  constraint disposals_quantity CHECK ((quantity > (0)::numeric)),
  constraint disposals_state_known CHECK ((state = ANY (ARRAY['awaiting_approval'::text, 'approved'::text, 'destroyed'::text, 'closed'::text, 'withdrawn'::text])))
);

create table document_links (
  document_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  linked_by text not null,
  linked_at timestamp(3) with time zone not null,
  constraint document_links_subject_kind_subject_id_document_id_pk PRIMARY KEY (subject_kind, subject_id, document_id),
  constraint document_links_once UNIQUE (document_id, subject_kind, subject_id),
  constraint document_links_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id)
);

create table documents (
  id uuid not null,
  sha256 text not null,
  media_type text not null,
  size_bytes integer not null,
  file_name text not null,
  uploaded_by text not null,
  uploaded_at timestamp(3) with time zone not null,
  removed_at timestamp(3) with time zone,
  removed_by_policy_ids jsonb,
  constraint documents_pkey PRIMARY KEY (id),
  constraint documents_sha256_unique UNIQUE (sha256),
  constraint documents_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint documents_size CHECK ((size_bytes > 0))
);

create table duplicate_suspicions (
  id uuid not null,
  kind text not null,
  one_id uuid not null,
  other_id uuid not null,
  likeness integer not null,
  signs jsonb not null,
  state text not null,
  found_at timestamp(3) with time zone not null,
  judged_by text,
  judged_by_name text,
  judged_at timestamp(3) with time zone,
  judged_reason text,
  version integer default 1 not null,
  constraint duplicate_suspicions_pkey PRIMARY KEY (id),
  constraint duplicate_suspicions_pair UNIQUE (one_id, other_id),
  constraint duplicate_suspicions_judged CHECK (((state = 'suspected'::text) = (judged_by IS NULL))),
  constraint duplicate_suspicions_kind CHECK ((kind = ANY (ARRAY['item'::text, 'party'::text]))),
  constraint duplicate_suspicions_order CHECK ((one_id < other_id)),
  constraint duplicate_suspicions_state CHECK ((state = ANY (ARRAY['suspected'::text, 'not_same'::text])))
);

create table escalation_chains (
  id uuid not null,
  team text not null,
  site_id uuid,
  steps jsonb not null,
  version integer default 1 not null,
  changed_at timestamp(3) with time zone not null,
  changed_by text not null,
  constraint escalation_chains_pkey PRIMARY KEY (id),
  constraint escalation_chains_once UNIQUE NULLS NOT DISTINCT (team, site_id),
  constraint escalation_chains_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint escalation_chains_team CHECK ((team = ANY (ARRAY['quality'::text, 'quality_management'::text, 'warehouse'::text, 'order_desk'::text, 'transport'::text, 'finance'::text, 'recall'::text, 'master_data'::text])))
);

create table hold_extensions (
  id uuid not null,
  hold_id uuid not null,
  from_site_id uuid,
  from_location_id uuid,
  to_site_id uuid,
  to_location_id uuid,
  extended_by text not null,
  extended_at timestamp(3) with time zone not null,
  reason text not null,
  constraint hold_extensions_pkey PRIMARY KEY (id),
  constraint hold_extensions_hold_id_holds_id_fk FOREIGN KEY (hold_id) REFERENCES holds(id)
);

create table holds (
  id uuid not null,
  number text not null,
  lot_id uuid not null,
  site_id uuid,
  location_id uuid,
  process text not null,
  rule text not null,
  automatic boolean not null,
  reason text not null,
  placed_by text not null,
  placed_by_name text not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by text,
  ended_as text,
  imported boolean default false not null,
  policy_ids jsonb default '[]'::jsonb not null,
  reason_code text,
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_number_unique UNIQUE (number),
  constraint holds_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint holds_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint holds_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint holds_end_is_whole CHECK ((((ended_at IS NULL) = (ended_by IS NULL)) AND ((ended_at IS NULL) = (ended_as IS NULL)))),
  constraint holds_location_in_site CHECK (((location_id IS NULL) OR (site_id IS NOT NULL))),
  constraint holds_process CHECK ((process = ANY (ARRAY['quarantine_review'::text, 'recall'::text]))),
  constraint holds_rule CHECK ((rule = ANY (ARRAY['missing_certificate'::text, 'expired_certificate'::text, 'certificate_withdrawn'::text, 'supplier_risk'::text, 'inconsistent_dates'::text, 'expired'::text, 'temperature_deviation'::text, 'failed_inspection'::text, 'overdue_inspection'::text, 'count_variance'::text, 'supplier_blocked'::text, 'item_blocked'::text, 'damage'::text, 'suspected_contamination'::text, 'foreign_matter'::text, 'label_error'::text, 'pest'::text, 'customer_complaint'::text, 'supplier_notice'::text, 'other'::text, 'release_rejected'::text, 'recall'::text])))
);

create table inspection_lots (
  inspection_id uuid not null,
  lot_id uuid not null,
  constraint inspection_lots_inspection_id_lot_id_pk PRIMARY KEY (inspection_id, lot_id),
  constraint inspection_lots_inspection_id_inspections_id_fk FOREIGN KEY (inspection_id) REFERENCES inspections(id),
  constraint inspection_lots_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id)
);

create table inspections (
  id uuid not null,
  number text not null,
  site_id uuid not null,
  receipt_id uuid,
  result text not null,
  checks jsonb not null,
  inspected_by text not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  imported boolean default false not null,
  constraint inspections_pkey PRIMARY KEY (id),
  constraint inspections_number_unique UNIQUE (number),
  constraint inspections_receipt_id_receipts_id_fk FOREIGN KEY (receipt_id) REFERENCES receipts(id),
  constraint inspections_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id)
);

create table item_costs (
  entity_id uuid not null,
  item_id uuid not null,
  amount_per_base_unit numeric(18,6) not null,
  currency text not null,
  effective_from date not null,
  constraint item_costs_entity_id_item_id_effective_from_pk PRIMARY KEY (entity_id, item_id, effective_from),
  constraint item_costs_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint item_costs_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id)
);

create table item_prices (
  entity_id uuid not null,
  item_id uuid not null,
  amount_per_base_unit numeric(18,6) not null,
  currency text not null,
  effective_from date not null,
  constraint item_prices_entity_id_item_id_effective_from_pk PRIMARY KEY (entity_id, item_id, effective_from),
  constraint item_prices_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint item_prices_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id)
);

create table item_specifications (
  id uuid not null,
  item_id uuid not null,
  version integer not null,
  effective_from timestamp(3) with time zone not null,
  characteristics jsonb not null,
  sampling jsonb not null,
  reason text not null,
  proposed_by text not null,
  approved_by text not null,
  recorded_at timestamp(3) with time zone not null,
  constraint item_specifications_pkey PRIMARY KEY (id),
  constraint item_specifications_version UNIQUE (item_id, version),
  constraint item_specifications_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id)
);

create table item_units (
  item_id uuid not null,
  unit text not null,
  numerator numeric(20,0) not null,
  denominator numeric(20,0) not null,
  gtin text,
  constraint item_units_item_id_unit_pk PRIMARY KEY (item_id, unit),
  constraint item_units_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id),
  constraint item_units_positive CHECK (((numerator > (0)::numeric) AND (denominator > (0)::numeric)))
);

create table items (
  id uuid not null,
  code text not null,
  name text not null,
  gtin text not null,
  category text not null,
  base_unit text not null,
  net_weight_kg numeric(18,8) not null,
  storage_min_c numeric(6,2),
  storage_max_c numeric(6,2),
  traceability_list boolean not null,
  shelf_life_days integer not null,
  inspection_required boolean not null,
  lot_controlled boolean default true not null,
  sold_only_to_party_id uuid,
  traceability_food text,
  traceability_exemption text,
  allergens jsonb,
  overridable jsonb default '[]'::jsonb not null,
  blocked_at timestamp(3) with time zone,
  blocked_by text,
  blocked_reason text,
  version integer default 1 not null,
  completeness integer,
  missing jsonb,
  scored_by integer,
  constraint items_pkey PRIMARY KEY (id),
  constraint items_code_unique UNIQUE (code),
  constraint items_gtin_unique UNIQUE (gtin),
  constraint items_sold_only_to_party_id_parties_id_fk FOREIGN KEY (sold_only_to_party_id) REFERENCES parties(id),
  constraint items_blocked_is_whole CHECK ((((blocked_at IS NULL) = (blocked_by IS NULL)) AND ((blocked_at IS NULL) = (blocked_reason IS NULL))))
);

create table legal_entities (
  id uuid not null,
  code text not null,
  name text not null,
  gln text not null,
  currency text not null,
  group_name text not null,
  group_currency text not null,
  address jsonb not null,
  phone text not null,
  version integer default 1 not null,
  constraint legal_entities_pkey PRIMARY KEY (id),
  constraint legal_entities_code_unique UNIQUE (code)
);

create table legal_holds (
  id uuid not null,
  number text not null,
  lot_id uuid,
  case_kind text,
  case_id uuid,
  supplier_id uuid,
  from_day date,
  until_day date,
  reason text not null,
  reason_code text,
  placed_by text not null,
  placed_by_name text not null,
  placed_at timestamp(3) with time zone not null,
  released_at timestamp(3) with time zone,
  released_by text,
  released_by_name text,
  release_reason text,
  release_change_id uuid,
  version integer default 1 not null,
  constraint legal_holds_pkey PRIMARY KEY (id),
  constraint legal_holds_number_unique UNIQUE (number),
  constraint legal_holds_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint legal_holds_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id),
  constraint legal_holds_case CHECK (((case_kind IS NULL) = (case_id IS NULL))),
  constraint legal_holds_case_kind CHECK ((case_kind = ANY (ARRAY['quarantine_review'::text, 'release_approval'::text, 'disposal'::text]))),
  constraint legal_holds_criteria CHECK (((num_nonnulls(lot_id, case_id, supplier_id, from_day, until_day) > 0) AND ((from_day IS NULL) OR (until_day IS NULL) OR (from_day <= until_day)))),
  constraint legal_holds_release_is_whole CHECK ((((released_at IS NULL) = (released_by IS NULL)) AND ((released_at IS NULL) = (release_change_id IS NULL))))
);

create table local_overrides (
  id uuid not null,
  kind text not null,
  record_id uuid not null,
  entity_id uuid,
  site_id uuid,
  field text not null,
  value jsonb not null,
  proposal_id uuid not null,
  since timestamp(3) with time zone not null,
  version integer default 1 not null,
  constraint local_overrides_pkey PRIMARY KEY (id),
  constraint local_overrides_one UNIQUE NULLS NOT DISTINCT (record_id, field, site_id, entity_id),
  constraint local_overrides_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint local_overrides_proposal_id_master_data_proposals_id_fk FOREIGN KEY (proposal_id) REFERENCES master_data_proposals(id),
  constraint local_overrides_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint local_overrides_kind CHECK ((kind = ANY (ARRAY['item'::text, 'party'::text]))),
  constraint local_overrides_somewhere CHECK (((entity_id IS NOT NULL) OR (site_id IS NOT NULL)))
);

create table locations (
  id uuid not null,
  site_id uuid,
  code text not null,
  kind text not null,
  name text not null,
  temperature_min_c numeric(6,2),
  temperature_max_c numeric(6,2),
  version integer default 1 not null,
  completeness integer,
  missing jsonb,
  scored_by integer,
  constraint locations_pkey PRIMARY KEY (id),
  constraint locations_site_code UNIQUE NULLS NOT DISTINCT (site_id, code),
  constraint locations_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint locations_kind CHECK ((kind = ANY (ARRAY['receiving_dock'::text, 'cooler'::text, 'freezer'::text, 'dry_storage'::text, 'pack_room'::text, 'staging'::text, 'quarantine_cage'::text, 'returns_dock'::text, 'supplier'::text, 'in_transit'::text, 'customer'::text, 'consumed'::text, 'produced'::text, 'disposed'::text, 'count_variance'::text]))),
  constraint locations_virtual_have_no_site CHECK (((site_id IS NULL) = (kind = ANY (ARRAY['supplier'::text, 'in_transit'::text, 'customer'::text, 'consumed'::text, 'produced'::text, 'disposed'::text, 'count_variance'::text]))))
);

create table lot_duties (
  "position" bigint generated always as identity not null,
  duty text not null,
  person_id text not null,
  person_name text not null,
  on_behalf_of_id text,
  on_behalf_of_name text,
  lot_id uuid,
  case_kind text,
  case_id uuid,
  happened_at timestamp(3) with time zone not null,
  command_id text not null,
  constraint lot_duties_pkey PRIMARY KEY ("position"),
  constraint lot_duties_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint lot_duties_about_something CHECK (((lot_id IS NOT NULL) OR (case_id IS NOT NULL))),
  constraint lot_duties_case_is_whole CHECK (((case_id IS NULL) = (case_kind IS NULL))),
  constraint lot_duties_duty CHECK ((duty = ANY (ARRAY['received'::text, 'inspected'::text, 'requested'::text, 'decided'::text, 'released'::text, 'approved_second'::text, 'witnessed'::text, 'destroyed'::text, 'settled'::text, 'proposed'::text, 'approved'::text])))
);

create table lots (
  id uuid not null,
  code text not null,
  item_id uuid not null,
  supplier_id uuid,
  supplier_lot_number text,
  traceability_lot_code text,
  tlc_source_gln text,
  tlc_source_reference text,
  manufactured_on date,
  expires_on date,
  first_known_at timestamp(3) with time zone not null,
  first_receipt text,
  constraint lots_pkey PRIMARY KEY (id),
  constraint lots_code_unique UNIQUE (code),
  constraint lots_supplier_lot UNIQUE (item_id, supplier_id, supplier_lot_number),
  constraint lots_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id),
  constraint lots_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id),
  constraint lots_expire_after_manufacture CHECK ((expires_on > manufactured_on))
);

create table master_data_import_rows (
  import_id uuid not null,
  "row" integer not null,
  outcome text not null,
  code text,
  record_id uuid,
  base_version integer,
  before jsonb,
  after jsonb,
  changed jsonb not null,
  problems jsonb not null,
  constraint master_data_import_rows_import_id_row_pk PRIMARY KEY (import_id, "row"),
  constraint master_data_import_rows_import_id_master_data_imports_id_fk FOREIGN KEY (import_id) REFERENCES master_data_imports(id),
  constraint master_data_import_rows_outcome_known CHECK ((outcome = ANY (ARRAY['create'::text, 'change'::text, 'part'::text, 'unchanged'::text, 'error'::text])))
);

create table master_data_imports (
  id uuid not null,
  number text not null,
  kind text not null,
  file_name text not null,
  sha256 text not null,
  size_bytes integer not null,
  columns jsonb not null,
  creates integer not null,
  changes integer not null,
  unchanged integer not null,
  errors integer not null,
  uploaded_by text not null,
  uploaded_by_name text not null,
  uploaded_at timestamp(3) with time zone not null,
  proposal_id uuid,
  version integer default 1 not null,
  constraint master_data_imports_pkey PRIMARY KEY (id),
  constraint master_data_imports_number_unique UNIQUE (number),
  constraint master_data_imports_proposal_id_master_data_proposals_id_fk FOREIGN KEY (proposal_id) REFERENCES master_data_proposals(id),
  constraint master_data_imports_kind CHECK ((kind = ANY (ARRAY['item'::text, 'party'::text, 'location'::text, 'specification'::text, 'certificate'::text, 'site'::text, 'entity'::text])))
);

create table master_data_proposal_comments (
  id uuid not null,
  proposal_id uuid not null,
  text text not null,
  document_id uuid,
  written_by text not null,
  written_by_name text not null,
  written_at timestamp(3) with time zone not null,
  constraint master_data_proposal_comments_pkey PRIMARY KEY (id),
  constraint master_data_proposal_comments_order UNIQUE (proposal_id, id),
  constraint master_data_proposal_comments_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id),
  constraint master_data_proposal_comments_proposal_id_master_data_proposals FOREIGN KEY (proposal_id) REFERENCES master_data_proposals(id)
);

create table master_data_proposal_records (
  proposal_id uuid not null,
  line integer not null,
  action text not null,
  record_id uuid not null,
  code text not null,
  base_version integer,
  before jsonb,
  after jsonb,
  changed jsonb not null,
  constraint master_data_proposal_records_proposal_id_line_pk PRIMARY KEY (proposal_id, line),
  constraint master_data_proposal_records_proposal_id_master_data_proposals_ FOREIGN KEY (proposal_id) REFERENCES master_data_proposals(id),
  constraint master_data_proposal_records_action CHECK ((action = ANY (ARRAY['create'::text, 'change'::text, 'remove'::text, 'merge'::text, 'separate'::text]))),
  constraint master_data_proposal_records_base CHECK (((action = 'create'::text) = (base_version IS NULL)))
);

create table master_data_proposals (
  id uuid not null,
  number text not null,
  workflow_id text not null,
  state text not null,
  kind text not null,
  source text not null,
  title text not null,
  reason text not null,
  records integer not null,
  categories jsonb not null,
  content_hash text not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamp(3) with time zone not null,
  owner_id text not null,
  owner_name text not null,
  due_at timestamp(3) with time zone not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  decided_by text,
  decided_by_name text,
  decided_at timestamp(3) with time zone,
  decision_reason text,
  signature_id uuid,
  policy_ids jsonb not null,
  version integer default 1 not null,
  constraint master_data_proposals_pkey PRIMARY KEY (id),
  constraint master_data_proposals_number_unique UNIQUE (number),
  constraint master_data_proposals_workflow_id_unique UNIQUE (workflow_id),
  constraint master_data_proposals_decision_is_whole CHECK ((((state = 'open'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (decision_reason IS NULL)))),
  constraint master_data_proposals_kind_known CHECK ((kind = ANY (ARRAY['item'::text, 'party'::text, 'location'::text, 'override'::text, 'specification'::text, 'certificate'::text, 'site'::text, 'entity'::text]))),
  constraint master_data_proposals_source CHECK ((source = ANY (ARRAY['person'::text, 'import'::text]))),
  constraint master_data_proposals_state_known CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'lapsed'::text])))
);

create table movement_lines (
  movement_id uuid not null,
  line integer not null,
  lot_id uuid not null,
  location_id uuid not null,
  owner_id uuid not null,
  condition text not null,
  quantity numeric(18,4) not null,
  constraint movement_lines_movement_id_line_pk PRIMARY KEY (movement_id, line),
  constraint movement_lines_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint movement_lines_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint movement_lines_movement_id_movements_id_fk FOREIGN KEY (movement_id) REFERENCES movements(id),
  constraint movement_lines_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint movement_lines_condition CHECK ((condition = ANY (ARRAY['received'::text, 'pending_inspection'::text, 'approved'::text, 'returned'::text]))),
  constraint movement_lines_not_zero CHECK ((quantity <> (0)::numeric))
);

create table movements (
  id uuid not null,
  "position" bigint generated always as identity not null,
  transaction_id xid8 default pg_current_xact_id() not null,
  kind text not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  actor_id text not null,
  command_id text not null,
  subject_kind text,
  subject_id uuid,
  reason text,
  imported boolean default false not null,
  constraint movements_pkey PRIMARY KEY (id),
  constraint movements_position_unique UNIQUE ("position"),
  constraint movements_kind CHECK ((kind = ANY (ARRAY['receipt'::text, 'put_away'::text, 'move'::text, 'release'::text, 'pick'::text, 'shipment'::text, 'delivery'::text, 'transfer_departure'::text, 'transfer_arrival'::text, 'title_transfer'::text, 'transformation'::text, 'return'::text, 'restock'::text, 'disposal'::text, 'return_to_supplier'::text, 'count'::text, 'correction'::text])))
);

create table notification_preferences (
  user_id uuid not null,
  kind text not null,
  channel text not null,
  endpoint_id uuid,
  constraint notification_preferences_user_id_kind_pk PRIMARY KEY (user_id, kind),
  constraint notification_preferences_endpoint_id_webhook_endpoints_id_fk FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id),
  constraint notification_preferences_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint notification_preferences_channel CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text, 'none'::text]))),
  constraint notification_preferences_endpoint CHECK (((channel = 'webhook'::text) = (endpoint_id IS NOT NULL))),
  constraint notification_preferences_kind CHECK ((kind = ANY (ARRAY['task_assigned'::text, 'task_reminder'::text, 'task_escalated'::text, 'case_escalated'::text, 'stand_in_named'::text, 'daily_digest'::text, 'delivery_test'::text])))
);

create table notifications (
  id uuid not null,
  user_id uuid not null,
  event_key text not null,
  kind text not null,
  content jsonb not null,
  subject_kind text not null,
  subject_id uuid not null,
  batch_id uuid not null,
  channel text not null,
  endpoint_id uuid,
  state text not null,
  attempts integer default 0 not null,
  error text,
  next_attempt_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  settled_at timestamp(3) with time zone,
  read_at timestamp(3) with time zone,
  constraint notifications_pkey PRIMARY KEY (id),
  constraint notifications_once UNIQUE (user_id, event_key),
  constraint notifications_endpoint_id_webhook_endpoints_id_fk FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id),
  constraint notifications_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint notifications_channel CHECK ((channel = ANY (ARRAY['mail'::text, 'webhook'::text, 'none'::text]))),
  constraint notifications_endpoint CHECK (((channel = 'webhook'::text) = (endpoint_id IS NOT NULL))),
  constraint notifications_kind CHECK ((kind = ANY (ARRAY['task_assigned'::text, 'task_reminder'::text, 'task_escalated'::text, 'case_escalated'::text, 'stand_in_named'::text, 'daily_digest'::text, 'delivery_test'::text]))),
  constraint notifications_state_known CHECK ((state = ANY (ARRAY['kept'::text, 'waiting'::text, 'sent'::text, 'not_sent'::text, 'bounced'::text, 'failed'::text])))
);

create table outbox (
  id bigint generated always as identity not null,
  workflow_type text not null,
  workflow_id text not null,
  task_queue text not null,
  input jsonb not null,
  search_attributes jsonb not null,
  summary text not null,
  traceparent text,
  request_id text,
  created_at timestamp(3) with time zone not null,
  started_at timestamp(3) with time zone,
  attempts integer default 0 not null,
  last_error text,
  next_attempt_at timestamp(3) with time zone not null,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_workflow_id_unique UNIQUE (workflow_id)
);

create table outcome_confirmations (
  review_id uuid not null,
  confirmed_by text not null,
  confirmed_by_name text not null,
  confirmed_at timestamp(3) with time zone not null,
  reference text,
  decision integer default 1 not null,
  signature_id uuid,
  on_behalf_of_id text,
  constraint outcome_confirmations_review_id_decision_confirmed_by_pk PRIMARY KEY (review_id, decision, confirmed_by),
  constraint outcome_confirmations_review_id_quarantine_reviews_id_fk FOREIGN KEY (review_id) REFERENCES quarantine_reviews(id),
  constraint outcome_confirmations_signature_id_signatures_id_fk FOREIGN KEY (signature_id) REFERENCES signatures(id)
);

create table parties (
  id uuid not null,
  code text not null,
  name text not null,
  is_supplier boolean default false not null,
  is_customer boolean default false not null,
  gln text not null,
  plant_gln text,
  address jsonb not null,
  ship_to_gln text,
  serves_vulnerable_people boolean default false not null,
  other_requirements jsonb default '[]'::jsonb not null,
  risk_score numeric(5,2),
  version integer default 1 not null,
  duns text,
  overridable jsonb default '[]'::jsonb not null,
  blocked_at timestamp(3) with time zone,
  blocked_by text,
  blocked_reason text,
  completeness integer,
  missing jsonb,
  scored_by integer,
  merged_into uuid,
  constraint parties_pkey PRIMARY KEY (id),
  constraint parties_code_unique UNIQUE (code),
  constraint parties_merged_into_parties_id_fk FOREIGN KEY (merged_into) REFERENCES parties(id),
  constraint parties_blocked_is_whole CHECK ((((blocked_at IS NULL) = (blocked_by IS NULL)) AND ((blocked_at IS NULL) = (blocked_reason IS NULL)))),
  constraint parties_merged_into_another CHECK ((merged_into <> id))
);

create table party_contacts (
  id uuid not null,
  party_id uuid not null,
  name text not null,
  role text not null,
  phone text not null,
  email text not null,
  for_recalls boolean default false not null,
  constraint party_contacts_pkey PRIMARY KEY (id),
  constraint party_contacts_party_id_parties_id_fk FOREIGN KEY (party_id) REFERENCES parties(id)
);

create table policies (
  id uuid not null,
  key text not null,
  scope_kind text not null,
  scope_key text,
  value jsonb not null,
  version integer not null,
  effective_from timestamp(3) with time zone not null,
  effective_until timestamp(3) with time zone,
  reason text not null,
  proposed_by text not null,
  approved_by text,
  by_law boolean default false not null,
  law_reference text,
  change_id uuid,
  constraint policies_pkey PRIMARY KEY (id),
  constraint policies_version UNIQUE NULLS NOT DISTINCT (key, scope_kind, scope_key, by_law, version),
  constraint policies_key_known CHECK ((key = ANY (ARRAY['supplier_risk_limit'::text, 'temperature_minutes_allowed'::text, 'shelf_life_tolerance_days'::text, 'remaining_shelf_life_min_days'::text, 'last_day_of_use'::text, 'required_certificates'::text, 'required_supplier_certificates'::text, 'certificate_expiry_warning_days'::text, 'certificate_may_follow'::text, 'inspection_waived'::text, 'late_report_window_days'::text, 'purchase_order_tolerance_percent'::text, 'count_variance_tolerance_percent'::text, 'sampling_level'::text, 'release_approvals'::text, 'release_approvals_in_order'::text, 'urgent_release_allowed'::text, 'conditional_release_allowed'::text, 'disposal_approvals'::text, 'disposal_witness_required'::text, 'disposal_witness_from_value'::text, 'destruction_certificate_required'::text, 'disposal_papers_required'::text, 'effectiveness_level_class_1'::text, 'effectiveness_level_class_2'::text, 'effectiveness_level_class_3'::text, 'master_data_minor_changes_alone'::text, 'reason_code_required'::text, 'review_remind_after_minutes'::text, 'review_escalate_after_minutes'::text, 'review_extension_max_days'::text, 'release_remind_after_minutes'::text, 'release_escalate_after_minutes'::text, 'release_due_after_minutes'::text, 'release_extension_max_days'::text, 'disposal_remind_after_minutes'::text, 'disposal_escalate_after_minutes'::text, 'disposal_extension_max_days'::text, 'policy_change_remind_after_minutes'::text, 'policy_change_escalate_after_minutes'::text, 'policy_change_expire_after_minutes'::text, 'master_data_change_remind_after_minutes'::text, 'master_data_change_escalate_after_minutes'::text, 'master_data_change_expire_after_minutes'::text, 'task_remind_after_minutes'::text, 'task_escalate_after_minutes'::text, 'task_escalate_again_after_minutes'::text, 'notification_retry_after_minutes'::text, 'notification_give_up_after_minutes'::text, 'document_max_bytes'::text, 'document_retention_years'::text, 'unlinked_document_retention_days'::text, 'orphan_file_grace_hours'::text, 'session_retention_days'::text, 'command_answer_retention_days'::text, 'notification_retention_days'::text]))),
  constraint policies_law_is_named CHECK ((by_law = (law_reference IS NOT NULL))),
  constraint policies_no_overlap EXCLUDE USING gist (key WITH =, scope_kind WITH =, COALESCE(scope_key, ''::text) WITH =, ((by_law)::integer) WITH =, tstzrange(effective_from, effective_until) WITH &&) WHERE ((approved_by IS NOT NULL)),
  constraint policies_scope_key CHECK (((scope_kind = 'global'::text) = (scope_key IS NULL))),
  constraint policies_scope_kind CHECK ((scope_kind = ANY (ARRAY['item'::text, 'category'::text, 'site'::text, 'entity'::text, 'jurisdiction'::text, 'global'::text])))
);

create table policy_changes (
  id uuid not null,
  number text not null,
  subject_kind text not null,
  subject text not null,
  state text not null,
  change jsonb not null,
  expected_version integer not null,
  site_id uuid,
  entity_id uuid,
  reason text not null,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  decided_by text,
  decided_by_name text,
  decided_at timestamp(3) with time zone,
  decision_reason text,
  signature_id uuid,
  effective_from timestamp(3) with time zone,
  workflow_id text not null,
  policy_ids jsonb not null,
  version integer default 1 not null,
  constraint policy_changes_pkey PRIMARY KEY (id),
  constraint policy_changes_number_unique UNIQUE (number),
  constraint policy_changes_workflow_id_unique UNIQUE (workflow_id),
  constraint policy_changes_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint policy_changes_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint policy_changes_decision_is_whole CHECK ((((state = 'proposed'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint policy_changes_in_effect CHECK (((state = 'approved'::text) = (effective_from IS NOT NULL))),
  constraint policy_changes_second_person CHECK (((state <> 'approved'::text) OR (decided_by <> proposed_by))),
  constraint policy_changes_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text]))),
  constraint policy_changes_subject_kind CHECK ((subject_kind = ANY (ARRAY['policy'::text, 'reason_code'::text, 'legal_hold_release'::text])))
);

create table provider_logins (
  id uuid not null,
  flow_hmac text not null,
  purpose text not null,
  claimed_at timestamp(3) with time zone not null,
  session_id uuid,
  authenticated_at timestamp(3) with time zone,
  valid_until timestamp(3) with time zone,
  used_at timestamp(3) with time zone,
  constraint provider_logins_pkey PRIMARY KEY (id),
  constraint provider_logins_flow_hmac_unique UNIQUE (flow_hmac),
  constraint provider_logins_session_id_sessions_id_fk FOREIGN KEY (session_id) REFERENCES sessions(id),
  constraint provider_logins_purpose CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'signing'::text]))),
  constraint provider_logins_valid CHECK (((authenticated_at IS NULL) = (valid_until IS NULL)))
);

create table purchase_order_lines (
  purchase_order_id uuid not null,
  line integer not null,
  item_id uuid not null,
  expected_quantity numeric(18,4) not null,
  constraint purchase_order_lines_purchase_order_id_line_pk PRIMARY KEY (purchase_order_id, line),
  constraint purchase_order_lines_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id),
  constraint purchase_order_lines_purchase_order_id_purchase_orders_id_fk FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id)
);

create table purchase_orders (
  id uuid not null,
  number text not null,
  supplier_id uuid not null,
  owner_id uuid not null,
  site_id uuid not null,
  expected_on date,
  imported boolean default false not null,
  constraint purchase_orders_pkey PRIMARY KEY (id),
  constraint purchase_orders_number_unique UNIQUE (number),
  constraint purchase_orders_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint purchase_orders_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint purchase_orders_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id)
);

create table quarantine_reviews (
  id uuid not null,
  number text not null,
  hold_id uuid not null,
  lot_id uuid not null,
  site_id uuid,
  workflow_id text not null,
  state text not null,
  requested_by text not null,
  opened_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  extensions integer default 0 not null,
  evidence_version integer default 0 not null,
  outcome text,
  decided_by text,
  decided_by_name text,
  decided_at timestamp(3) with time zone,
  decision_reason text,
  closed_at timestamp(3) with time zone,
  policy_ids jsonb not null,
  decisions integer default 0 not null,
  version integer default 1 not null,
  decided_quantity numeric(18,4),
  decision_signature_id uuid,
  decision_reason_code text,
  decision_policy_ids jsonb default '[]'::jsonb not null,
  disposal_number text,
  constraint quarantine_reviews_pkey PRIMARY KEY (id),
  constraint quarantine_reviews_number_unique UNIQUE (number),
  constraint quarantine_reviews_workflow_id_unique UNIQUE (workflow_id),
  constraint quarantine_reviews_decision_signature_id_signatures_id_fk FOREIGN KEY (decision_signature_id) REFERENCES signatures(id),
  constraint quarantine_reviews_disposal_number_disposals_number_fk FOREIGN KEY (disposal_number) REFERENCES disposals(number),
  constraint quarantine_reviews_hold_id_holds_id_fk FOREIGN KEY (hold_id) REFERENCES holds(id),
  constraint quarantine_reviews_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint quarantine_reviews_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint quarantine_reviews_decision_is_whole CHECK ((((outcome IS NULL) = (decided_by IS NULL)) AND ((outcome IS NULL) = (decided_at IS NULL)) AND ((outcome IS NULL) = (decision_reason IS NULL)))),
  constraint quarantine_reviews_state_known CHECK ((state = ANY (ARRAY['open'::text, 'decided'::text, 'closed'::text, 'cancelled'::text])))
);

create table reason_codes (
  list text not null,
  code text not null,
  label text not null,
  active boolean not null,
  requires_note boolean not null,
  version integer not null,
  changed_at timestamp(3) with time zone not null,
  constraint reason_codes_list_code_pk PRIMARY KEY (list, code),
  constraint reason_codes_code CHECK ((code ~ '^[a-z][a-z0-9_]{1,39}$'::text)),
  constraint reason_codes_list CHECK ((list = ANY (ARRAY['hold'::text, 'review'::text, 'release'::text, 'disposal'::text, 'variance'::text, 'held_move'::text, 'exception'::text, 'legal_hold'::text, 'certificate'::text, 'block'::text, 'supplier_risk'::text, 'master_data'::text, 'policy'::text, 'task'::text, 'access'::text])))
);

create table receipt_defects (
  receipt_id uuid not null,
  line integer not null,
  code text not null,
  consequence text not null,
  message text not null,
  hold_id uuid,
  task_id uuid,
  constraint receipt_defects_receipt_id_line_code_pk PRIMARY KEY (receipt_id, line, code),
  constraint receipt_defects_receipt_id_line_receipt_lines_receipt_id_line_f FOREIGN KEY (receipt_id, line) REFERENCES receipt_lines(receipt_id, line),
  constraint receipt_defects_code CHECK ((code = ANY (ARRAY['receipt.certificate-missing'::text, 'receipt.certificate-expired'::text, 'receipt.supplier-certificate-missing'::text, 'receipt.supplier-certificate-expired'::text, 'receipt.dates-inconsistent'::text, 'receipt.expired'::text, 'receipt.supplier-risk'::text, 'receipt.supplier-blocked'::text, 'receipt.item-blocked'::text, 'receipt.temperature-out-of-range'::text, 'receipt.certificate-announced'::text, 'receipt.traceability-lot-code-missing'::text, 'receipt.traceability-lot-code-differs'::text, 'receipt.traceability-source-missing'::text, 'receipt.purchase-order-unknown'::text, 'receipt.purchase-order-differs'::text, 'receipt.item-not-on-order'::text, 'receipt.more-than-ordered'::text, 'receipt.less-than-ordered'::text, 'receipt.advance-notice-unknown'::text, 'receipt.advance-notice-differs'::text, 'receipt.item-not-on-notice'::text, 'receipt.lot-not-on-notice'::text, 'receipt.more-than-noticed'::text, 'receipt.less-than-noticed'::text]))),
  constraint receipt_defects_followed_up CHECK ((((consequence = 'hold'::text) = (hold_id IS NOT NULL)) AND ((consequence = 'task'::text) = (task_id IS NOT NULL))))
);

create table receipt_lines (
  receipt_id uuid not null,
  line integer not null,
  lot_id uuid not null,
  item_id uuid not null,
  location_id uuid not null,
  stated_quantity numeric(18,4) not null,
  stated_unit text not null,
  base_quantity numeric(18,4) not null,
  stated_traceability_lot_code text,
  stated_tlc_source text,
  stated_manufactured_on date,
  stated_expires_on date,
  constraint receipt_lines_receipt_id_line_pk PRIMARY KEY (receipt_id, line),
  constraint receipt_lines_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id),
  constraint receipt_lines_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint receipt_lines_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint receipt_lines_receipt_id_receipts_id_fk FOREIGN KEY (receipt_id) REFERENCES receipts(id),
  constraint receipt_lines_positive CHECK ((base_quantity > (0)::numeric))
);

create table receipts (
  id uuid not null,
  number text not null,
  site_id uuid not null,
  owner_id uuid not null,
  supplier_id uuid not null,
  purchase_order_id uuid,
  advance_notice_id uuid,
  reference_document jsonb,
  temperature_on_arrival_c numeric(6,2),
  received_by text not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  movement_id uuid not null,
  imported boolean default false not null,
  constraint receipts_pkey PRIMARY KEY (id),
  constraint receipts_number_unique UNIQUE (number),
  constraint receipts_advance_notice_id_advance_notices_id_fk FOREIGN KEY (advance_notice_id) REFERENCES advance_notices(id),
  constraint receipts_movement_id_movements_id_fk FOREIGN KEY (movement_id) REFERENCES movements(id),
  constraint receipts_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint receipts_purchase_order_id_purchase_orders_id_fk FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders(id),
  constraint receipts_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint receipts_supplier_id_parties_id_fk FOREIGN KEY (supplier_id) REFERENCES parties(id)
);

create table recovery_codes (
  id uuid not null,
  user_id uuid not null,
  code_hmac text not null,
  made_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (id),
  constraint recovery_codes_code_hmac_unique UNIQUE (code_hmac),
  constraint recovery_codes_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);

create table release_approvals (
  id uuid not null,
  number text not null,
  lot_id uuid not null,
  site_id uuid not null,
  owner_id uuid not null,
  workflow_id text not null,
  state text not null,
  opened_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  quantity numeric(18,4) not null,
  sampled_quantity numeric(18,4) not null,
  specification_id uuid,
  sampling_level text not null,
  samples jsonb,
  outcome text not null,
  results_version integer default 0 not null,
  approvals_needed integer not null,
  approvals_in_order boolean not null,
  terms jsonb,
  round integer default 1 not null,
  round_id uuid not null,
  decided_by text,
  decided_by_name text,
  decided_at timestamp(3) with time zone,
  decision_reason text,
  hold_id uuid,
  closed_at timestamp(3) with time zone,
  policy_ids jsonb not null,
  version integer default 1 not null,
  limit_id uuid,
  extensions integer default 0 not null,
  constraint release_approvals_pkey PRIMARY KEY (id),
  constraint release_approvals_number_unique UNIQUE (number),
  constraint release_approvals_workflow_id_unique UNIQUE (workflow_id),
  constraint release_approvals_hold_id_holds_id_fk FOREIGN KEY (hold_id) REFERENCES holds(id),
  constraint release_approvals_limit_id_release_limits_id_fk FOREIGN KEY (limit_id) REFERENCES release_limits(id),
  constraint release_approvals_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint release_approvals_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint release_approvals_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint release_approvals_specification_id_item_specifications_id_fk FOREIGN KEY (specification_id) REFERENCES item_specifications(id),
  constraint release_approvals_closed_when_over CHECK (((closed_at IS NULL) = (state = ANY (ARRAY['open'::text, 'released_urgently'::text])))),
  constraint release_approvals_outcome CHECK ((outcome = ANY (ARRAY['incomplete'::text, 'pass'::text, 'fail'::text]))),
  constraint release_approvals_state_known CHECK ((state = ANY (ARRAY['open'::text, 'released_urgently'::text, 'approved'::text, 'failed'::text, 'rejected'::text, 'overdue'::text, 'withdrawn'::text])))
);

create table release_decisions (
  id uuid not null,
  release_id uuid not null,
  round integer not null,
  decision text not null,
  terms jsonb,
  reason text,
  results_version integer not null,
  decided_by text not null,
  decided_by_name text not null,
  decided_at timestamp(3) with time zone not null,
  signature_id uuid,
  until timestamp(3) with time zone,
  constraint release_decisions_pkey PRIMARY KEY (id),
  constraint release_decisions_release_id_release_approvals_id_fk FOREIGN KEY (release_id) REFERENCES release_approvals(id),
  constraint release_decisions_decision CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text, 'release_urgently'::text, 'extend'::text])))
);

create table release_limits (
  id uuid not null,
  release_id uuid not null,
  lot_id uuid not null,
  owner_id uuid not null,
  site_id uuid,
  location_id uuid,
  customer_ids jsonb,
  use_by date,
  set_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  replaced_by uuid,
  constraint release_limits_pkey PRIMARY KEY (id),
  constraint release_limits_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint release_limits_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint release_limits_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint release_limits_release_id_release_approvals_id_fk FOREIGN KEY (release_id) REFERENCES release_approvals(id),
  constraint release_limits_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint release_limits_location_in_site CHECK (((location_id IS NULL) OR (site_id IS NOT NULL))),
  constraint release_limits_say_something CHECK (((customer_ids IS NOT NULL) OR (use_by IS NOT NULL)))
);

create table release_results (
  id uuid not null,
  release_id uuid not null,
  version integer not null,
  characteristic text not null,
  sample integer,
  value text not null,
  conforms boolean not null,
  note text,
  recorded_by text not null,
  recorded_by_name text not null,
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  signature_id uuid,
  sampled_at timestamp(3) with time zone,
  laboratory text,
  document_id uuid,
  constraint release_results_pkey PRIMARY KEY (id),
  constraint release_results_once UNIQUE NULLS NOT DISTINCT (release_id, version, characteristic, sample),
  constraint release_results_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id),
  constraint release_results_release_id_release_approvals_id_fk FOREIGN KEY (release_id) REFERENCES release_approvals(id)
);

create table review_evidence (
  id uuid not null,
  review_id uuid not null,
  version integer not null,
  kind text not null,
  document_id uuid,
  inspection_id uuid,
  reading_id uuid,
  certificate_id uuid,
  note text,
  added_by text not null,
  added_by_name text not null,
  added_at timestamp(3) with time zone not null,
  constraint review_evidence_pkey PRIMARY KEY (id),
  constraint review_evidence_version UNIQUE (review_id, version),
  constraint review_evidence_certificate_id_certificates_id_fk FOREIGN KEY (certificate_id) REFERENCES certificates(id),
  constraint review_evidence_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id),
  constraint review_evidence_inspection_id_inspections_id_fk FOREIGN KEY (inspection_id) REFERENCES inspections(id),
  constraint review_evidence_reading_id_temperature_readings_id_fk FOREIGN KEY (reading_id) REFERENCES temperature_readings(id),
  constraint review_evidence_review_id_quarantine_reviews_id_fk FOREIGN KEY (review_id) REFERENCES quarantine_reviews(id),
  constraint review_evidence_kind CHECK ((kind = ANY (ARRAY['document'::text, 'certificate'::text, 'inspection'::text, 'temperature_reading'::text, 'note'::text])))
);

create table role_grants (
  id uuid not null,
  user_id uuid,
  api_key_id uuid,
  role text not null,
  entity_id uuid,
  site_id uuid,
  valid_from timestamp(3) with time zone not null,
  valid_until timestamp(3) with time zone,
  granted_by text not null,
  category text,
  constraint role_grants_pkey PRIMARY KEY (id),
  constraint role_grants_once UNIQUE NULLS NOT DISTINCT (user_id, api_key_id, role, entity_id, site_id, category, valid_from),
  constraint role_grants_api_key_id_api_keys_id_fk FOREIGN KEY (api_key_id) REFERENCES api_keys(id),
  constraint role_grants_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint role_grants_role_roles_name_fk FOREIGN KEY (role) REFERENCES roles(name),
  constraint role_grants_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint role_grants_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint role_grants_one_holder CHECK (((user_id IS NULL) <> (api_key_id IS NULL)))
);

create table role_rights (
  role text not null,
  "right" text not null,
  constraint role_rights_role_right_pk PRIMARY KEY (role, "right"),
  constraint role_rights_role_roles_name_fk FOREIGN KEY (role) REFERENCES roles(name)
);

create table roles (
  name text not null,
  version integer default 1 not null,
  constraint roles_pkey PRIMARY KEY (name)
);

create table second_factors (
  user_id uuid not null,
  secret_box text,
  proved_at timestamp(3) with time zone,
  last_step bigint default 0 not null,
  pending_box text,
  pending_until timestamp(3) with time zone,
  constraint second_factors_pkey PRIMARY KEY (user_id),
  constraint second_factors_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint second_factors_pending CHECK (((pending_box IS NULL) = (pending_until IS NULL))),
  constraint second_factors_proved CHECK (((secret_box IS NULL) = (proved_at IS NULL)))
);

create table sessions (
  id uuid not null,
  user_id uuid not null,
  token_hmac text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  from_address text,
  user_agent text,
  method text default 'password'::text not null,
  provider_issuer text,
  provider_subject text,
  provider_sid text,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hmac_unique UNIQUE (token_hmac),
  constraint sessions_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint sessions_method CHECK ((method = ANY (ARRAY['password'::text, 'password_and_code'::text, 'password_and_recovery_code'::text, 'provider'::text])))
);

create table sign_in_failures (
  key text not null,
  failures integer not null,
  last_failed_at timestamp(3) with time zone not null,
  locked_until timestamp(3) with time zone,
  constraint sign_in_failures_pkey PRIMARY KEY (key)
);

create table signatures (
  id uuid not null,
  signing_id uuid not null,
  subject_kind text not null,
  subject_id text not null,
  meaning text not null,
  method text not null,
  signed_by uuid not null,
  printed_name text not null,
  signed_at timestamp(3) with time zone not null,
  time_zone text not null,
  shown_hash text not null,
  shown text not null,
  statement text not null,
  lot_id uuid,
  site_id uuid,
  entity_id uuid,
  command_id text not null,
  digest text not null,
  constraint signatures_pkey PRIMARY KEY (id),
  constraint signatures_digest_unique UNIQUE (digest),
  constraint signatures_once UNIQUE (signing_id, subject_kind, subject_id),
  constraint signatures_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint signatures_for_what_was_signed FOREIGN KEY (signing_id, subject_kind, subject_id) REFERENCES signing_subjects(signing_id, kind, subject_id),
  constraint signatures_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint signatures_signed_by_users_id_fk FOREIGN KEY (signed_by) REFERENCES users(id),
  constraint signatures_signing_id_signings_id_fk FOREIGN KEY (signing_id) REFERENCES signings(id),
  constraint signatures_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint signatures_hash_is_of_what_was_shown CHECK ((shown_hash = encode(sha256(convert_to(shown, 'UTF8'::name)), 'hex'::text))),
  constraint signatures_meaning_known CHECK ((meaning = ANY (ARRAY['review'::text, 'approval'::text, 'responsibility'::text, 'authorship'::text]))),
  constraint signatures_method_known CHECK ((method = ANY (ARRAY['password'::text, 'password_and_code'::text, 'oidc'::text])))
);

create table signing_subjects (
  signing_id uuid not null,
  kind text not null,
  subject_id text not null,
  shown_hash text not null,
  constraint signing_subjects_signing_id_kind_subject_id_pk PRIMARY KEY (signing_id, kind, subject_id),
  constraint signing_subjects_signing_id_signings_id_fk FOREIGN KEY (signing_id) REFERENCES signings(id),
  constraint signing_subjects_hash_is_sha256 CHECK ((shown_hash ~ '^[0-9a-f]{64}$'::text))
);

create table signings (
  id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  meaning text not null,
  method text not null,
  authenticated_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  constraint signings_pkey PRIMARY KEY (id),
  constraint signings_session_id_sessions_id_fk FOREIGN KEY (session_id) REFERENCES sessions(id),
  constraint signings_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id),
  constraint signings_end_after_beginning CHECK ((expires_at > authenticated_at)),
  constraint signings_meaning_known CHECK ((meaning = ANY (ARRAY['review'::text, 'approval'::text, 'responsibility'::text, 'authorship'::text]))),
  constraint signings_method_known CHECK ((method = ANY (ARRAY['password'::text, 'password_and_code'::text, 'oidc'::text])))
);

create table site_calendars (
  site_id uuid not null,
  weekly jsonb not null,
  version integer default 1 not null,
  changed_at timestamp(3) with time zone not null,
  changed_by text not null,
  constraint site_calendars_pkey PRIMARY KEY (site_id),
  constraint site_calendars_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id)
);

create table site_stock_owners (
  site_id uuid not null,
  entity_id uuid not null,
  constraint site_stock_owners_site_id_entity_id_pk PRIMARY KEY (site_id, entity_id),
  constraint site_stock_owners_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint site_stock_owners_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id)
);

create table sites (
  id uuid not null,
  code text not null,
  name text not null,
  gln text not null,
  operated_by_entity_id uuid,
  operator jsonb,
  address jsonb not null,
  phone text not null,
  time_zone text not null,
  version integer default 1 not null,
  constraint sites_pkey PRIMARY KEY (id),
  constraint sites_code_unique UNIQUE (code),
  constraint sites_operated_by_entity_id_legal_entities_id_fk FOREIGN KEY (operated_by_entity_id) REFERENCES legal_entities(id)
);

create table stock (
  lot_id uuid not null,
  location_id uuid not null,
  owner_id uuid not null,
  condition text not null,
  quantity numeric(18,4) not null,
  constraint stock_lot_id_location_id_owner_id_condition_pk PRIMARY KEY (lot_id, location_id, owner_id, condition),
  constraint stock_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id),
  constraint stock_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint stock_owner_id_legal_entities_id_fk FOREIGN KEY (owner_id) REFERENCES legal_entities(id),
  constraint stock_condition CHECK ((condition = ANY (ARRAY['received'::text, 'pending_inspection'::text, 'approved'::text, 'returned'::text]))),
  constraint stock_not_negative CHECK ((quantity >= (0)::numeric))
);

create table supplier_certificates (
  id uuid not null,
  code text not null,
  party_id uuid not null,
  scheme text not null,
  standard text,
  number text not null,
  issuer text not null,
  categories jsonb default '[]'::jsonb not null,
  items jsonb default '[]'::jsonb not null,
  plants jsonb default '[]'::jsonb not null,
  valid_from date not null,
  valid_until date not null,
  document_id uuid,
  withdrawn boolean default false not null,
  version integer default 1 not null,
  constraint supplier_certificates_pkey PRIMARY KEY (id),
  constraint supplier_certificates_code_unique UNIQUE (code),
  constraint supplier_certificates_document_id_documents_id_fk FOREIGN KEY (document_id) REFERENCES documents(id),
  constraint supplier_certificates_party_id_parties_id_fk FOREIGN KEY (party_id) REFERENCES parties(id),
  constraint supplier_certificates_dates CHECK ((valid_until >= valid_from)),
  constraint supplier_certificates_scheme CHECK ((scheme = ANY (ARRAY['food_safety_audit'::text, 'organic'::text, 'kosher'::text, 'halal'::text, 'facility_registration'::text, 'liability_insurance'::text])))
);

create table tasks (
  id uuid not null,
  kind text not null,
  state text not null,
  team text not null,
  title text not null,
  detail text,
  subject_kind text not null,
  subject_id uuid not null,
  lot_id uuid,
  site_id uuid,
  entity_id uuid,
  workflow_id text,
  assignee_id text,
  assignee_name text,
  due_at timestamp(3) with time zone not null,
  reminded_at timestamp(3) with time zone,
  escalated_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone not null,
  settled_at timestamp(3) with time zone,
  settled_by text,
  settled_note text,
  version integer default 1 not null,
  remind_at timestamp(3) with time zone,
  escalate_at timestamp(3) with time zone,
  escalation_step integer default 0 not null,
  constraint tasks_pkey PRIMARY KEY (id),
  constraint tasks_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint tasks_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint tasks_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint tasks_kind CHECK ((kind = ANY (ARRAY['attach_announced_certificate'::text, 'complete_traceability_lot_code'::text, 'complete_traceability_source'::text, 'reconcile_purchase_order'::text, 'reconcile_advance_notice'::text, 'decide_quarantine_review'::text, 'decide_escalated_review'::text, 'confirm_disposal'::text, 'confirm_return_to_supplier'::text, 'settle_exception'::text, 'approve_policy_change'::text, 'approve_disposal'::text, 'destroy_goods'::text, 'witness_destruction'::text, 'add_destruction_papers'::text, 'value_write_off'::text, 'settle_failed_notification'::text, 'decide_proposal'::text, 'decide_escalated_proposal'::text, 'record_release_results'::text, 'approve_release'::text, 'approve_release_as_manager'::text, 'decide_escalated_release'::text, 'renew_supplier_certificate'::text]))),
  constraint tasks_state CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'settled'::text, 'cancelled'::text]))),
  constraint tasks_team CHECK ((team = ANY (ARRAY['quality'::text, 'quality_management'::text, 'warehouse'::text, 'order_desk'::text, 'transport'::text, 'finance'::text, 'recall'::text, 'master_data'::text])))
);

create table temperature_readings (
  id uuid not null,
  location_id uuid not null,
  sensor text not null,
  celsius numeric(6,2) not null,
  minutes_outside numeric(10,2),
  happened_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  constraint temperature_readings_pkey PRIMARY KEY (id),
  constraint temperature_readings_once UNIQUE (sensor, happened_at),
  constraint temperature_readings_location_id_locations_id_fk FOREIGN KEY (location_id) REFERENCES locations(id)
);

create table user_identities (
  id uuid not null,
  user_id uuid not null,
  issuer text not null,
  subject text not null,
  linked_by text not null,
  linked_at timestamp(3) with time zone not null,
  last_sign_in_at timestamp(3) with time zone,
  constraint user_identities_pkey PRIMARY KEY (id),
  constraint user_identities_once UNIQUE (user_id, issuer),
  constraint user_identities_subject UNIQUE (issuer, subject),
  constraint user_identities_user_id_users_id_fk FOREIGN KEY (user_id) REFERENCES users(id)
);

create table users (
  id uuid not null,
  username text not null,
  name text not null,
  email text,
  password_hash text,
  active boolean default true not null,
  failed_sign_ins integer default 0 not null,
  locked_until timestamp(3) with time zone,
  last_failed_sign_in_at timestamp(3) with time zone,
  password_change_due boolean default false not null,
  password_valid_until timestamp(3) with time zone,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_username_unique UNIQUE (username)
);

create table webhook_endpoints (
  id uuid not null,
  name text not null,
  url text not null,
  secret_box text not null,
  previous_secret_box text,
  previous_until timestamp(3) with time zone,
  created_by text not null,
  created_at timestamp(3) with time zone not null,
  rotated_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  constraint webhook_endpoints_pkey PRIMARY KEY (id),
  constraint webhook_endpoints_name_unique UNIQUE (name)
);

create table write_off_valuations (
  write_off_id uuid not null,
  unit_cost numeric(18,6) not null,
  amount numeric(18,2) not null,
  currency text not null,
  reason text not null,
  valued_by text not null,
  valued_by_name text not null,
  valued_for text,
  valued_for_name text,
  valued_at timestamp(3) with time zone not null,
  constraint write_off_valuations_pkey PRIMARY KEY (write_off_id),
  constraint write_off_valuations_write_off_id_write_offs_id_fk FOREIGN KEY (write_off_id) REFERENCES write_offs(id),
  constraint write_off_valuations_cost CHECK ((unit_cost >= (0)::numeric))
);

create table write_offs (
  id uuid not null,
  disposal_id uuid not null,
  destruction_id uuid,
  difference_id uuid,
  entity_id uuid not null,
  site_id uuid not null,
  lot_id uuid not null,
  item_id uuid not null,
  quantity numeric(18,4) not null,
  unit_cost numeric(18,6),
  amount numeric(18,2),
  currency text,
  dated date not null,
  movement_id uuid not null,
  recorded_at timestamp(3) with time zone not null,
  constraint write_offs_pkey PRIMARY KEY (id),
  constraint write_offs_destruction_id_destructions_id_fk FOREIGN KEY (destruction_id) REFERENCES destructions(id),
  constraint write_offs_difference_id_disposal_differences_id_fk FOREIGN KEY (difference_id) REFERENCES disposal_differences(id),
  constraint write_offs_disposal_id_disposals_id_fk FOREIGN KEY (disposal_id) REFERENCES disposals(id),
  constraint write_offs_entity_id_legal_entities_id_fk FOREIGN KEY (entity_id) REFERENCES legal_entities(id),
  constraint write_offs_item_id_items_id_fk FOREIGN KEY (item_id) REFERENCES items(id),
  constraint write_offs_lot_id_lots_id_fk FOREIGN KEY (lot_id) REFERENCES lots(id),
  constraint write_offs_movement_id_movements_id_fk FOREIGN KEY (movement_id) REFERENCES movements(id),
  constraint write_offs_site_id_sites_id_fk FOREIGN KEY (site_id) REFERENCES sites(id),
  constraint write_offs_cause CHECK (((destruction_id IS NULL) <> (difference_id IS NULL))),
  constraint write_offs_money_is_whole CHECK ((((unit_cost IS NULL) = (amount IS NULL)) AND ((unit_cost IS NULL) = (currency IS NULL))))
);

-- Indexes

CREATE INDEX absences_until ON public.absences USING btree (until_at);
CREATE INDEX absences_user ON public.absences USING btree (user_id, until_at);
CREATE INDEX advance_notice_lines_item ON public.advance_notice_lines USING btree (item_id, advance_notice_id);
CREATE INDEX advance_notices_purchase_order ON public.advance_notices USING btree (purchase_order_id);
CREATE INDEX advance_notices_site_newest ON public.advance_notices USING btree (site_id, id);
CREATE INDEX advance_notices_supplier_newest ON public.advance_notices USING btree (supplier_id, id);
CREATE INDEX audit_entries_action ON public.audit_entries USING btree (action, "position");
CREATE INDEX audit_entries_actor ON public.audit_entries USING btree (actor_id, "position");
CREATE INDEX audit_entries_coded ON public.audit_entries USING btree (reason_list, recorded_at) WHERE (reason_code IS NOT NULL);
CREATE INDEX audit_entries_lot ON public.audit_entries USING btree (lot_id, "position");
CREATE INDEX audit_entries_order ON public.audit_entries USING btree (transaction_id, "position");
CREATE INDEX audit_entries_recorded ON public.audit_entries USING btree (recorded_at);
CREATE INDEX audit_entries_subject ON public.audit_entries USING btree (subject_kind, subject_id, "position");
CREATE INDEX audit_seals_from ON public.audit_seals USING btree (from_transaction, from_position);
CREATE INDEX commands_with_answer ON public.commands USING btree (recorded_at) WHERE (answer_removed_at IS NULL);
CREATE INDEX delegations_from ON public.delegations USING btree (from_user_id, valid_until);
CREATE INDEX delegations_to ON public.delegations USING btree (to_user_id, valid_until);
CREATE INDEX destructions_witness_signature ON public.destructions USING btree (witness_signature_id);
CREATE INDEX disposal_approvals_signature ON public.disposal_approvals USING btree (signature_id);
CREATE INDEX disposal_differences_disposal ON public.disposal_differences USING btree (disposal_id);
CREATE INDEX disposal_differences_signature ON public.disposal_differences USING btree (signature_id);
CREATE INDEX disposals_due ON public.disposals USING btree (due_at, id);
CREATE INDEX disposals_early_end_signature ON public.disposals USING btree (ended_early_signature_id) WHERE (ended_early_signature_id IS NOT NULL);
CREATE INDEX disposals_lot ON public.disposals USING btree (lot_id);
CREATE UNIQUE INDEX disposals_one_open ON public.disposals USING btree (hold_id) WHERE ((state = ANY (ARRAY['awaiting_approval'::text, 'approved'::text, 'destroyed'::text])) AND (given_back = (0)::numeric));
CREATE INDEX disposals_site ON public.disposals USING btree (site_id, due_at, id);
CREATE INDEX disposals_state ON public.disposals USING btree (state, due_at, id);
CREATE INDEX documents_kept ON public.documents USING btree (uploaded_at, id) WHERE (removed_at IS NULL);
CREATE INDEX duplicate_suspicions_other ON public.duplicate_suspicions USING btree (other_id);
CREATE INDEX duplicate_suspicions_worst ON public.duplicate_suspicions USING btree (kind, state, likeness, id);
CREATE INDEX holds_active_lot ON public.holds USING btree (lot_id) WHERE (ended_at IS NULL);
CREATE INDEX holds_active_newest ON public.holds USING btree (id) WHERE (ended_at IS NULL);
CREATE INDEX holds_lot ON public.holds USING btree (lot_id, id);
CREATE INDEX inspection_lots_lot ON public.inspection_lots USING btree (lot_id);
CREATE INDEX item_specifications_item ON public.item_specifications USING btree (item_id, effective_from);
CREATE INDEX item_units_gtin ON public.item_units USING btree (gtin);
CREATE INDEX items_category ON public.items USING btree (category, code);
CREATE INDEX items_name_like ON public.items USING gin (lower(name) trigram.gin_trgm_ops);
CREATE INDEX items_search ON public.items USING gin (lower(((code || ' '::text) || name)) trigram.gin_trgm_ops);
CREATE INDEX items_worst ON public.items USING btree (completeness, id);
CREATE INDEX legal_holds_in_force ON public.legal_holds USING btree (placed_at) WHERE (released_at IS NULL);
CREATE INDEX legal_holds_lot ON public.legal_holds USING btree (lot_id);
CREATE INDEX locations_worst ON public.locations USING btree (completeness, id);
CREATE INDEX lot_duties_case ON public.lot_duties USING btree (case_id, duty) WHERE (case_id IS NOT NULL);
CREATE INDEX lot_duties_lot ON public.lot_duties USING btree (lot_id, duty);
CREATE INDEX lots_code_begins ON public.lots USING btree (upper(code) text_pattern_ops);
CREATE INDEX lots_item ON public.lots USING btree (item_id, expires_on);
CREATE INDEX lots_item_newest ON public.lots USING btree (item_id, id);
CREATE INDEX lots_supplier_lot_number ON public.lots USING btree (supplier_lot_number);
CREATE INDEX lots_supplier_lot_number_begins ON public.lots USING btree (upper(supplier_lot_number) text_pattern_ops);
CREATE INDEX lots_supplier_newest ON public.lots USING btree (supplier_id, id);
CREATE INDEX lots_traceability_lot_code ON public.lots USING btree (traceability_lot_code);
CREATE INDEX lots_traceability_lot_code_begins ON public.lots USING btree (upper(traceability_lot_code) text_pattern_ops);
CREATE INDEX master_data_import_rows_outcome ON public.master_data_import_rows USING btree (import_id, outcome, "row");
CREATE INDEX master_data_imports_uploader ON public.master_data_imports USING btree (uploaded_by, id);
CREATE INDEX master_data_proposal_records_record ON public.master_data_proposal_records USING btree (record_id, proposal_id);
CREATE INDEX master_data_proposals_kind ON public.master_data_proposals USING btree (kind, id);
CREATE INDEX master_data_proposals_proposer ON public.master_data_proposals USING btree (proposed_by, id);
CREATE INDEX master_data_proposals_search ON public.master_data_proposals USING gin (lower(((number || ' '::text) || title)) trigram.gin_trgm_ops);
CREATE INDEX master_data_proposals_signature ON public.master_data_proposals USING btree (signature_id);
CREATE INDEX master_data_proposals_state ON public.master_data_proposals USING btree (state, id);
CREATE INDEX movement_lines_lot ON public.movement_lines USING btree (lot_id);
CREATE INDEX movements_happened ON public.movements USING btree (happened_at);
CREATE INDEX movements_subject ON public.movements USING btree (subject_kind, subject_id);
CREATE INDEX notifications_batch ON public.notifications USING btree (batch_id);
CREATE INDEX notifications_state ON public.notifications USING btree (state, id);
CREATE INDEX notifications_unread ON public.notifications USING btree (user_id, id) WHERE (read_at IS NULL);
CREATE INDEX notifications_user ON public.notifications USING btree (user_id, id);
CREATE INDEX outbox_waiting ON public.outbox USING btree (next_attempt_at, id) WHERE (started_at IS NULL);
CREATE INDEX outcome_confirmations_signature ON public.outcome_confirmations USING btree (signature_id);
CREATE INDEX parties_duns ON public.parties USING btree (duns);
CREATE INDEX parties_gln ON public.parties USING btree (gln);
CREATE INDEX parties_merged ON public.parties USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX parties_name_like ON public.parties USING gin (lower(name) trigram.gin_trgm_ops);
CREATE INDEX parties_plant_gln ON public.parties USING btree (plant_gln);
CREATE INDEX parties_search ON public.parties USING gin (lower(((code || ' '::text) || name)) trigram.gin_trgm_ops);
CREATE INDEX parties_ship_to_gln ON public.parties USING btree (ship_to_gln);
CREATE INDEX parties_worst ON public.parties USING btree (completeness, id);
CREATE INDEX party_contacts_email ON public.party_contacts USING btree (lower(email));
CREATE INDEX party_contacts_party ON public.party_contacts USING btree (party_id);
CREATE INDEX policies_key ON public.policies USING btree (key);
CREATE UNIQUE INDEX policy_changes_one_open ON public.policy_changes USING btree (subject) WHERE (state = 'proposed'::text);
CREATE INDEX policy_changes_signature ON public.policy_changes USING btree (signature_id);
CREATE INDEX policy_changes_state ON public.policy_changes USING btree (state, proposed_at, id);
CREATE INDEX policy_changes_subject ON public.policy_changes USING btree (subject, id);
CREATE INDEX provider_logins_session ON public.provider_logins USING btree (session_id);
CREATE INDEX purchase_order_lines_item ON public.purchase_order_lines USING btree (item_id, purchase_order_id);
CREATE INDEX purchase_orders_site_newest ON public.purchase_orders USING btree (site_id, id);
CREATE INDEX purchase_orders_supplier_newest ON public.purchase_orders USING btree (supplier_id, id);
CREATE INDEX quarantine_reviews_due ON public.quarantine_reviews USING btree (due_at, id);
CREATE INDEX quarantine_reviews_lot ON public.quarantine_reviews USING btree (lot_id);
CREATE UNIQUE INDEX quarantine_reviews_one_open ON public.quarantine_reviews USING btree (hold_id) WHERE (state = ANY (ARRAY['open'::text, 'decided'::text]));
CREATE INDEX quarantine_reviews_signature ON public.quarantine_reviews USING btree (decision_signature_id);
CREATE INDEX quarantine_reviews_site ON public.quarantine_reviews USING btree (site_id, due_at, id);
CREATE INDEX quarantine_reviews_state ON public.quarantine_reviews USING btree (state, due_at, id);
CREATE INDEX receipt_lines_item ON public.receipt_lines USING btree (item_id, receipt_id);
CREATE INDEX receipt_lines_lot ON public.receipt_lines USING btree (lot_id);
CREATE INDEX receipts_advance_notice ON public.receipts USING btree (advance_notice_id);
CREATE INDEX receipts_newest ON public.receipts USING btree (happened_at, id);
CREATE INDEX receipts_purchase_order ON public.receipts USING btree (purchase_order_id);
CREATE INDEX receipts_site_newest ON public.receipts USING btree (site_id, happened_at, id);
CREATE INDEX receipts_supplier_newest ON public.receipts USING btree (supplier_id, happened_at, id);
CREATE INDEX recovery_codes_user ON public.recovery_codes USING btree (user_id);
CREATE INDEX release_approvals_due ON public.release_approvals USING btree (due_at, id);
CREATE INDEX release_approvals_lot ON public.release_approvals USING btree (lot_id, id);
CREATE UNIQUE INDEX release_approvals_one_change ON public.release_approvals USING btree (limit_id) WHERE (state = ANY (ARRAY['open'::text, 'released_urgently'::text]));
CREATE UNIQUE INDEX release_approvals_one_running ON public.release_approvals USING btree (lot_id, site_id, owner_id) WHERE ((state = ANY (ARRAY['open'::text, 'released_urgently'::text])) AND (limit_id IS NULL));
CREATE INDEX release_approvals_site ON public.release_approvals USING btree (site_id, due_at, id);
CREATE INDEX release_approvals_state ON public.release_approvals USING btree (state, due_at, id);
CREATE UNIQUE INDEX release_decisions_once ON public.release_decisions USING btree (release_id, round, decided_by, decision) WHERE (decision <> 'extend'::text);
CREATE INDEX release_decisions_signature ON public.release_decisions USING btree (signature_id);
CREATE INDEX release_limits_lot ON public.release_limits USING btree (lot_id);
CREATE INDEX release_results_signature ON public.release_results USING btree (signature_id);
CREATE INDEX role_grants_api_key ON public.role_grants USING btree (api_key_id);
CREATE INDEX role_grants_user ON public.role_grants USING btree (user_id);
CREATE INDEX sessions_provider ON public.sessions USING btree (provider_issuer, provider_subject) WHERE (provider_issuer IS NOT NULL);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX sign_in_failures_age ON public.sign_in_failures USING btree (last_failed_at);
CREATE INDEX signatures_command ON public.signatures USING btree (command_id);
CREATE INDEX signatures_subject ON public.signatures USING btree (subject_kind, subject_id, id);
CREATE INDEX stock_location ON public.stock USING btree (location_id, lot_id);
CREATE INDEX stock_undecided ON public.stock USING btree (condition, lot_id) WHERE (condition <> 'approved'::text);
CREATE INDEX supplier_certificates_end ON public.supplier_certificates USING btree (valid_until, id);
CREATE UNIQUE INDEX supplier_certificates_paper ON public.supplier_certificates USING btree (scheme, lower(number), lower(issuer));
CREATE INDEX supplier_certificates_party ON public.supplier_certificates USING btree (party_id, valid_until);
CREATE INDEX tasks_assignee ON public.tasks USING btree (assignee_id, state, due_at);
CREATE INDEX tasks_attention ON public.tasks USING btree (LEAST(remind_at, escalate_at)) WHERE (state = ANY (ARRAY['open'::text, 'claimed'::text]));
CREATE INDEX tasks_due ON public.tasks USING btree (due_at, id);
CREATE INDEX tasks_inbox ON public.tasks USING btree (state, due_at, id);
CREATE INDEX tasks_kind ON public.tasks USING btree (kind, due_at, id);
CREATE INDEX tasks_lot ON public.tasks USING btree (lot_id, due_at);
CREATE INDEX tasks_subject ON public.tasks USING btree (subject_kind, subject_id);
CREATE INDEX tasks_waiting ON public.tasks USING btree (due_at, id) WHERE (state = ANY (ARRAY['open'::text, 'claimed'::text]));
CREATE INDEX temperature_readings_location ON public.temperature_readings USING btree (location_id, happened_at);
CREATE INDEX temperature_readings_taken ON public.temperature_readings USING btree (happened_at, id);
CREATE INDEX write_offs_dated ON public.write_offs USING btree (dated, id);
CREATE INDEX write_offs_disposal ON public.write_offs USING btree (disposal_id);
CREATE INDEX write_offs_entity ON public.write_offs USING btree (entity_id, dated, id);

-- Views

create view document_legal_holds as
 SELECT DISTINCT document.id AS document_id,
    legal.id AS legal_hold_id,
    legal.number
   FROM (legal_holds legal
     JOIN documents document ON ((((legal.from_day IS NULL) OR (((document.uploaded_at AT TIME ZONE 'UTC'::text))::date >= legal.from_day)) AND ((legal.until_day IS NULL) OR (((document.uploaded_at AT TIME ZONE 'UTC'::text))::date <= legal.until_day)))))
  WHERE ((legal.released_at IS NULL) AND ((legal.lot_id IS NULL) OR (EXISTS ( SELECT
           FROM document_reach reach
          WHERE ((reach.document_id = document.id) AND (reach.lot_id = legal.lot_id))))) AND ((legal.case_id IS NULL) OR (EXISTS ( SELECT
           FROM document_reach reach
          WHERE ((reach.document_id = document.id) AND (reach.subject_kind = legal.case_kind) AND (reach.subject_id = legal.case_id))))) AND ((legal.supplier_id IS NULL) OR (EXISTS ( SELECT
           FROM (((document_reach reach
             JOIN lots lot ON ((lot.id = reach.lot_id)))
             JOIN parties supplier ON ((supplier.id = lot.supplier_id)))
             JOIN parties named ON ((named.id = legal.supplier_id)))
          WHERE ((reach.document_id = document.id) AND (COALESCE(supplier.merged_into, supplier.id) = COALESCE(named.merged_into, named.id)))))));

create view document_reach as
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    line.lot_id,
    link.linked_at
   FROM (document_links link
     JOIN receipt_lines line ON ((line.receipt_id = link.subject_id)))
  WHERE (link.subject_kind = 'receipt'::text)
UNION ALL
 SELECT document_links.document_id,
    document_links.subject_kind,
    document_links.subject_id,
    document_links.subject_id AS lot_id,
    document_links.linked_at
   FROM document_links
  WHERE (document_links.subject_kind = 'lot'::text)
UNION ALL
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    certificate.lot_id,
    link.linked_at
   FROM (document_links link
     JOIN certificates certificate ON ((certificate.id = link.subject_id)))
  WHERE (link.subject_kind = 'certificate'::text)
UNION ALL
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    inspected.lot_id,
    link.linked_at
   FROM (document_links link
     JOIN inspection_lots inspected ON ((inspected.inspection_id = link.subject_id)))
  WHERE (link.subject_kind = 'inspection'::text)
UNION ALL
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    review.lot_id,
    link.linked_at
   FROM (document_links link
     JOIN quarantine_reviews review ON ((review.id = link.subject_id)))
  WHERE (link.subject_kind = 'quarantine_review'::text)
UNION ALL
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    disposal.lot_id,
    link.linked_at
   FROM (document_links link
     JOIN disposals disposal ON ((disposal.id = link.subject_id)))
  WHERE (link.subject_kind = 'disposal'::text)
UNION ALL
 SELECT paper.document_id,
    'disposal'::text AS subject_kind,
    paper.disposal_id AS subject_id,
    disposal.lot_id,
    paper.added_at AS linked_at
   FROM (destruction_papers paper
     JOIN disposals disposal ON ((disposal.id = paper.disposal_id)))
UNION ALL
 SELECT link.document_id,
    link.subject_kind,
    link.subject_id,
    NULL::uuid AS lot_id,
    link.linked_at
   FROM document_links link
  WHERE (link.subject_kind <> ALL (ARRAY['receipt'::text, 'lot'::text, 'certificate'::text, 'inspection'::text, 'quarantine_review'::text, 'disposal'::text]));

create view ledger_disagreements as
 SELECT COALESCE(ledger.lot_id, stock.lot_id) AS lot_id,
    COALESCE(ledger.location_id, stock.location_id) AS location_id,
    COALESCE(ledger.owner_id, stock.owner_id) AS owner_id,
    COALESCE(ledger.condition, stock.condition) AS condition,
    COALESCE(ledger.quantity, (0)::numeric) AS ledger_quantity,
    COALESCE(stock.quantity, (0)::numeric) AS stock_quantity
   FROM (( SELECT line.lot_id,
            line.location_id,
            line.owner_id,
            line.condition,
            sum(line.quantity) AS quantity
           FROM (movement_lines line
             JOIN locations place ON (((place.id = line.location_id) AND (place.site_id IS NOT NULL))))
          GROUP BY line.lot_id, line.location_id, line.owner_id, line.condition) ledger
     FULL JOIN stock USING (lot_id, location_id, owner_id, condition))
  WHERE (COALESCE(ledger.quantity, (0)::numeric) <> COALESCE(stock.quantity, (0)::numeric));

-- Functions

CREATE OR REPLACE FUNCTION public.announce_outbox()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify holdfast_outbox;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.follow_policy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.approved_by is null then return new; end if;
  update policies earlier set effective_until = greatest(earlier.effective_from, new.effective_from)
   where earlier.key = new.key and earlier.scope_kind = new.scope_kind and earlier.scope_key is not distinct from new.scope_key
     and earlier.by_law = new.by_law and earlier.version < new.version and earlier.approved_by is not null
     and earlier.effective_from <= new.effective_from
     and (earlier.effective_until is null or earlier.effective_until > new.effective_from);
  select least(new.effective_until, min(later.effective_from)) into new.effective_until
    from policies later
   where later.key = new.key and later.scope_kind = new.scope_kind and later.scope_key is not distinct from new.scope_key
     and later.by_law = new.by_law and later.version < new.version and later.approved_by is not null
     and later.effective_from > new.effective_from and later.effective_until is distinct from later.effective_from;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.in_sight(site uuid, entity uuid, lot uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 2000
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM jsonb_to_recordset((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) granted(site uuid, entity uuid, category text)
           WHERE (((granted.category IS NULL) OR (granted.category = ( SELECT item.category
                    FROM (lots known
                      JOIN items item ON ((item.id = known.item_id)))
                   WHERE (known.id = in_sight.lot)))) AND ((granted.site IS NULL) OR (in_sight.site IS NULL) OR (granted.site = in_sight.site)) AND ((granted.entity IS NULL) OR (in_sight.entity IS NULL) OR (granted.entity = in_sight.entity)) AND ((((granted.site IS NULL) OR (in_sight.site IS NOT NULL)) AND ((granted.entity IS NULL) OR (in_sight.entity IS NOT NULL))) OR (EXISTS ( SELECT
                    FROM (movement_lines line
                      JOIN locations place ON ((place.id = line.location_id)))
                   WHERE ((line.lot_id = in_sight.lot) AND (place.site_id = COALESCE(granted.site, in_sight.site, place.site_id)) AND (line.owner_id = COALESCE(granted.entity, in_sight.entity, line.owner_id))))))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.keep_digests()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.written_at > now() - interval '30 days' then
    raise exception 'That a digest was written at % is not yet forgotten: it would be written again', old.written_at
      using errcode = 'integrity_constraint_violation', constraint = 'digests_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_documents()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  shortest interval;
  keeper text;
begin
  select make_interval(years => min((value #>> '{}')::int)) into shortest from policies
   where key = 'document_retention_years' and approved_by is not null and effective_from <= new.removed_at
     and (effective_until is null or effective_until > new.removed_at);
  if not exists (select from document_reach reach where reach.document_id = new.id) then
    select make_interval(days => min((value #>> '{}')::int)) into shortest from policies
     where key = 'unlinked_document_retention_days' and approved_by is not null and effective_from <= new.removed_at
       and (effective_until is null or effective_until > new.removed_at);
  end if;
  if shortest is null or new.uploaded_at + shortest > new.removed_at then
    raise exception 'Document % is kept until its retention is over', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_kept';
  end if;
  select legal.number into keeper from document_legal_holds legal where legal.document_id = new.id limit 1;
  if found then
    raise exception 'Document % is kept by legal hold %', new.id, keeper
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_kept';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_import()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.proposal_id is not null or old.uploaded_at > now() - interval '1 day' then
    raise exception 'Import % was proposed, or may still be', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'imports_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_imports()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from master_data_imports import where import.id = old.import_id
               and (import.proposal_id is not null or import.uploaded_at > now() - interval '1 day')) then
    raise exception 'Import % was proposed, or may still be', old.import_id
      using errcode = 'integrity_constraint_violation', constraint = 'imports_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE PROCEDURE public.keep_in_sight(IN fenced regclass, IN site text, IN entity text, IN lot text)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $procedure$
declare
  whole_site text := case when site is not null then format(
    'or %s = any (coalesce((select nullif(current_setting(''holdfast.sites'', true), '''')::uuid[]), ''{}''))', site) else '' end;
  whole_entity text := case when entity is not null then format(
    'or %s = any (coalesce((select nullif(current_setting(''holdfast.entities'', true), '''')::uuid[]), ''{}''))', entity) else '' end;
begin
  execute format('alter table %s enable row level security', fenced);
  execute format(
    'create policy in_sight on %s to holdfast_app using ((select current_setting(''holdfast.sight'', true)) = ''all'' %s %s '
    'or ((select current_setting(''holdfast.sight'', true)) = ''some'' and in_sight(%s, %s, %s))) with check (true)',
    fenced, whole_site, whole_entity, coalesce(site, 'null'), coalesce(entity, 'null'), coalesce(lot, 'null'));
  execute format('create policy whole on %s to holdfast_report, holdfast_advice using (true)', fenced);
end $procedure$;

CREATE OR REPLACE FUNCTION public.keep_logins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if greatest(old.claimed_at, old.valid_until) > now() - interval '1 day' then
    raise exception 'Login % may still count', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'logins_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_merges_flat()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.merged_into is not null and (
       exists (select from parties where id = new.merged_into and merged_into is not null)
       or exists (select from parties where merged_into = new.id)) then
    raise exception 'Party % cannot lead to one that leads elsewhere', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'parties_merged_in_one_step';
  end if;
  return new;
end $function$;

CREATE OR REPLACE PROCEDURE public.keep_narrow(IN fenced regclass, IN whole text, IN narrow text)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $procedure$
begin
  execute format('alter table %s enable row level security', fenced);
  execute format('drop policy if exists in_sight on %s', fenced);
  execute format('drop policy if exists whole on %s', fenced);
  execute format('create policy in_sight on %s to holdfast_app using ((select current_setting(''holdfast.sight'', true)) = ''all'' %s '
    'or ((select current_setting(''holdfast.sight'', true)) = ''some'' and %s)) with check (true)', fenced, whole, narrow);
  execute format('create policy whole on %s to holdfast_report, holdfast_advice using (true)', fenced);
end $procedure$;

CREATE OR REPLACE FUNCTION public.keep_notices()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state = 'waiting' or coalesce(old.settled_at, old.created_at) > now() - interval '30 days' then
    raise exception 'Notification % is not settled for long enough to be forgotten', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'notices_are_kept';
  end if;
  if under_legal_hold(old.subject_kind, old.subject_id) then
    raise exception 'Notification % is about what a legal hold keeps', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'notices_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if coalesce(old.ended_at, old.expires_at) > now() - interval '1 day' then
    raise exception 'Session % is not over for long enough to be forgotten', old.id
      using errcode = 'integrity_constraint_violation', constraint = 'sessions_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_starts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.workflow_type <> 'notificationDelivery' then
    raise exception 'How % was started is kept with its case', old.workflow_id
      using errcode = 'integrity_constraint_violation', constraint = 'starts_are_kept';
  end if;
  if old.started_at is null or old.started_at > now() - interval '30 days'
     or exists (select from notifications where state = 'waiting' and 'notifications-' || batch_id = old.workflow_id) then
    raise exception '% may still be under way', old.workflow_id
      using errcode = 'integrity_constraint_violation', constraint = 'starts_are_kept';
  end if;
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_upload()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'When document % came does not change while it is there', old.id
    using errcode = 'integrity_constraint_violation', constraint = 'documents_came_once';
end $function$;

CREATE OR REPLACE FUNCTION public.line_in_sight(site uuid, entity uuid, item uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 1000
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM jsonb_to_recordset((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) granted(site uuid, entity uuid, category text)
           WHERE (((granted.site IS NULL) OR (granted.site = line_in_sight.site)) AND ((granted.entity IS NULL) OR (granted.entity = line_in_sight.entity)) AND ((granted.category IS NULL) OR (granted.category = ( SELECT known.category
                    FROM items known
                   WHERE (known.id = line_in_sight.item))))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.notice_in_sight(notice uuid, site uuid, entity uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 2000
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM jsonb_to_recordset((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) granted(site uuid, entity uuid, category text)
           WHERE (((granted.site IS NULL) OR (granted.site = notice_in_sight.site)) AND ((granted.entity IS NULL) OR (granted.entity = notice_in_sight.entity)) AND ((granted.category IS NULL) OR (EXISTS ( SELECT
                    FROM (advance_notice_lines line
                      JOIN items item ON ((item.id = line.item_id)))
                   WHERE ((line.advance_notice_id = notice_in_sight.notice) AND (item.category = granted.category)))))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.order_in_sight(purchase_order uuid, site uuid, entity uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 2000
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM jsonb_to_recordset((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) granted(site uuid, entity uuid, category text)
           WHERE (((granted.site IS NULL) OR (granted.site = order_in_sight.site)) AND ((granted.entity IS NULL) OR (granted.entity = order_in_sight.entity)) AND ((granted.category IS NULL) OR (EXISTS ( SELECT
                    FROM (purchase_order_lines line
                      JOIN items item ON ((item.id = line.item_id)))
                   WHERE ((line.purchase_order_id = order_in_sight.purchase_order) AND (item.category = granted.category)))))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.owner_in_sight(entity uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select current_setting('holdfast.sight', true) = 'all'
      or case current_setting('holdfast.owners', true)
           when 'all' then true else entity = any (nullif(current_setting('holdfast.owners', true), '')::uuid[]) end
$function$;

CREATE OR REPLACE FUNCTION public.owners_of_lot(lot uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce(jsonb_agg(distinct owner_id), '[]') from movement_lines where lot_id = lot
$function$;

CREATE OR REPLACE FUNCTION public.places_in_sight()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT places_with_goods((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) AS places_with_goods;
END;

CREATE OR REPLACE FUNCTION public.places_with_goods(scopes jsonb)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 5000
BEGIN ATOMIC
 WITH RECURSIVE measured(location_id) AS (
         ( SELECT temperature_readings.location_id
            FROM temperature_readings
           ORDER BY temperature_readings.location_id
          LIMIT 1)
         UNION ALL
          SELECT ( SELECT reading.location_id
                    FROM temperature_readings reading
                   WHERE (reading.location_id > measured_1.location_id)
                   ORDER BY reading.location_id
                  LIMIT 1) AS location_id
            FROM measured measured_1
           WHERE (measured_1.location_id IS NOT NULL)
         )
  SELECT COALESCE(array_agg(place.id), '{}'::uuid[]) AS "coalesce"
    FROM (measured
      JOIN locations place ON ((place.id = measured.location_id)))
   WHERE (EXISTS ( SELECT
            FROM jsonb_to_recordset(places_with_goods.scopes) granted(site uuid, entity uuid, category text)
           WHERE (((granted.entity IS NOT NULL) OR (granted.category IS NOT NULL)) AND ((granted.site IS NULL) OR (granted.site = place.site_id)) AND (EXISTS ( SELECT
                    FROM ((stock standing
                      JOIN lots lot ON ((lot.id = standing.lot_id)))
                      JOIN items item ON ((item.id = lot.item_id)))
                   WHERE ((standing.location_id = place.id) AND ((granted.entity IS NULL) OR (standing.owner_id = granted.entity)) AND ((granted.category IS NULL) OR (item.category = granted.category))))))));
END;

CREATE OR REPLACE FUNCTION public.post_movement_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  unbalanced record;
  expected int;
  updated int;
begin
  select movement_id, lot_id, sum(quantity) as total into unbalanced
    from new_lines group by movement_id, lot_id having sum(quantity) <> 0 limit 1;
  if found then
    raise exception 'Movement % does not sum to zero for lot %: %', unbalanced.movement_id, unbalanced.lot_id, unbalanced.total
      using errcode = 'check_violation', constraint = 'movement_lines_sum_to_zero';
  end if;

  insert into stock as held (lot_id, location_id, owner_id, condition, quantity)
    select line.lot_id, line.location_id, line.owner_id, line.condition, sum(line.quantity)
      from new_lines line join locations place on place.id = line.location_id and place.site_id is not null
      group by 1, 2, 3, 4 having sum(line.quantity) > 0
      order by 1, 2, 3, 4
    on conflict (lot_id, location_id, owner_id, condition) do update set quantity = held.quantity + excluded.quantity;

  with taken as (
    select line.lot_id, line.location_id, line.owner_id, line.condition, sum(line.quantity) as quantity
      from new_lines line join locations place on place.id = line.location_id and place.site_id is not null
      group by 1, 2, 3, 4 having sum(line.quantity) < 0
  ), done as (
    update stock held set quantity = held.quantity + taken.quantity from taken
      where held.lot_id = taken.lot_id and held.location_id = taken.location_id
        and held.owner_id = taken.owner_id and held.condition = taken.condition
      returning 1
  )
  select (select count(*) from taken), (select count(*) from done) into expected, updated;
  if expected <> updated then
    raise exception 'Stock was taken where there is none'
      using errcode = 'check_violation', constraint = 'stock_not_negative', table = 'stock';
  end if;

  if updated > 0 then
    delete from stock emptied using new_lines line
      where emptied.lot_id = line.lot_id and emptied.location_id = line.location_id and emptied.owner_id = line.owner_id
        and emptied.condition = line.condition and emptied.quantity = 0;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.receipt_in_sight(receipt uuid, site uuid, entity uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 2000
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM jsonb_to_recordset((NULLIF(current_setting('holdfast.grants'::text, true), ''::text))::jsonb) granted(site uuid, entity uuid, category text)
           WHERE (((granted.site IS NULL) OR (granted.site = receipt_in_sight.site)) AND ((granted.entity IS NULL) OR (granted.entity = receipt_in_sight.entity)) AND ((granted.category IS NULL) OR (EXISTS ( SELECT
                    FROM (receipt_lines line
                      JOIN items item ON ((item.id = line.item_id)))
                   WHERE ((line.receipt_id = receipt_in_sight.receipt) AND (item.category = granted.category)))))))) AS "exists";
END;

CREATE OR REPLACE FUNCTION public.receipt_is_all_of(receipt uuid, category text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER COST 1000
BEGIN ATOMIC
 SELECT (NOT (EXISTS ( SELECT
            FROM (receipt_lines line
              JOIN items item ON ((item.id = line.item_id)))
           WHERE ((line.receipt_id = receipt_is_all_of.receipt) AND (item.category <> receipt_is_all_of.category)))));
END;

CREATE OR REPLACE FUNCTION public.refuse_after_decision()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% % is over: % refused', tg_table_name, old.number, lower(tg_op)
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_end_once';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_after_end()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'Hold % has ended: place another one', old.number
    using errcode = 'integrity_constraint_violation', constraint = 'holds_end_once';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change_of_final()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is final: what was recorded of it stays', tg_table_name
    using errcode = 'integrity_constraint_violation', constraint = tg_table_name || '_final';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_merged_supplier()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  target uuid;
begin
  select merged_into into target from parties where id = new.supplier_id for key share;
  if target is not null then
    raise exception 'Supplier % was merged into %', new.supplier_id, target
      using errcode = 'serialization_failure', constraint = 'receipts_of_merged_supplier';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_removed_document()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform from documents where id = new.document_id and removed_at is null for share;
  if not found then
    raise exception 'Document % was removed', new.document_id
      using errcode = 'integrity_constraint_violation', constraint = 'documents_are_there';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.require_agreement()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  parted text;
begin
  select hold.number into parted from holds hold
   where hold.id = (to_jsonb(new) ->> tg_argv[0])::uuid and hold.process = 'quarantine_review'
     and (hold.ended_at is null) <> exists (
       select from quarantine_reviews review where review.hold_id = hold.id and review.state in ('open', 'decided'));
  if found then
    raise exception 'Hold % and its quarantine review have parted: one has ended and the other has not', parted
      using errcode = 'integrity_constraint_violation', constraint = 'holds_end_with_their_review';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.require_exact_booking()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  recorded numeric;
  booked numeric;
begin
  select coalesce(sum(quantity), 0) into recorded from destruction_lines where destruction_id = new.id;
  select coalesce(sum(line.quantity), 0) into booked
    from movement_lines line join locations place on place.id = line.location_id
   where line.movement_id = new.movement_id and place.site_id is null and place.kind = 'disposed';
  if recorded <> booked then
    raise exception 'Run % of a disposal recorded % and booked %', new.run, recorded, booked
      using errcode = 'integrity_constraint_violation', constraint = 'destructions_booked_exactly';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.require_no_cost()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if exists (select from write_offs where id = new.write_off_id and unit_cost is not null) then
    raise exception 'Write-off % has a cost already', new.write_off_id
      using errcode = 'integrity_constraint_violation', constraint = 'write_off_valuations_once';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.require_no_disposal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  open_one text;
begin
  select number into open_one from disposals
   where hold_id = new.id and state in ('awaiting_approval', 'approved', 'destroyed') and given_back = 0;
  if found then
    raise exception 'Hold % ends while disposal % is not over', new.number, open_one
      using errcode = 'integrity_constraint_violation', constraint = 'holds_outlast_their_disposal';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.require_own_signature()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  written jsonb := to_jsonb(new);
begin
  if not exists (
    select from signatures where id = (written ->> tg_argv[3])::uuid and subject_kind = tg_argv[0]
       and subject_id = written ->> tg_argv[1] and signed_by::text = written ->> tg_argv[2]
       and meaning = any (string_to_array(tg_argv[4], ','))) then
    raise exception '% of % takes the signature of who made it', tg_table_name, written ->> tg_argv[1]
      using errcode = 'integrity_constraint_violation', constraint = tg_name;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.require_release_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from policy_changes change where change.id = new.release_change_id and change.state = 'approved'
                    and change.subject = 'legal_hold:' || new.id) then
    raise exception 'Legal hold % ends by an approved change only', new.number
      using errcode = 'integrity_constraint_violation', constraint = 'legal_holds_end_by_two';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.require_review()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if new.process = 'quarantine_review' and new.ended_at is null
     and not exists (select from quarantine_reviews review where review.hold_id = new.id) then
    raise exception 'Hold % names a quarantine review and has none', new.number
      using errcode = 'integrity_constraint_violation', constraint = 'holds_have_their_review';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.require_signature()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  given uuid;
  about text;
  signer text;
  means text;
begin
  if tg_table_name = 'quarantine_reviews' then
    given := new.decision_signature_id; about := new.id; signer := new.decided_by; means := 'approval';
  else
    given := new.signature_id; about := new.review_id; signer := new.confirmed_by; means := 'responsibility';
  end if;
  if not exists (
    select from signatures where id = given and subject_kind = 'quarantine_review' and subject_id = about
       and signed_by::text = signer and meaning = means) then
    raise exception 'Review % takes the signature of who decides or confirms', about
      using errcode = 'integrity_constraint_violation', constraint = tg_name;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.require_signing()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not exists (
    select from signings signing
      join signing_subjects subject on subject.signing_id = signing.id
     where signing.id = new.signing_id and subject.kind = new.subject_kind and subject.subject_id = new.subject_id
       and signing.user_id = new.signed_by and signing.meaning = new.meaning and signing.method = new.method
       and subject.shown_hash = new.shown_hash
       and new.signed_at >= signing.authenticated_at and new.signed_at < signing.expires_at) then
    raise exception 'Signature % is not what its signing was for', new.id
      using errcode = 'integrity_constraint_violation', constraint = 'signatures_are_what_was_signed';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.total_on_hand(lot uuid)
 RETURNS numeric
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce(sum(quantity), 0) from stock where lot_id = lot
$function$;

CREATE OR REPLACE FUNCTION public.under_legal_hold(about_kind text, about_id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from legal_holds hold
      left join tasks task on about_kind = 'task' and task.id = about_id
     where hold.released_at is null
       and ((hold.case_kind = about_kind and hold.case_id = about_id)
         or (hold.case_kind = task.subject_kind and hold.case_id = task.subject_id)
         or hold.lot_id = task.lot_id))
$function$;

-- Triggers

CREATE TRIGGER audit_entries_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destruction_lines_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.destruction_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destruction_papers_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.destruction_papers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER destructions_are_witnessed_signed BEFORE UPDATE OF witnessed_by ON public.destructions FOR EACH ROW WHEN (((new.witnessed_by IS NOT NULL) AND (old.witnessed_by IS NULL))) EXECUTE FUNCTION require_own_signature('destruction', 'id', 'witnessed_by', 'witness_signature_id', 'responsibility');
CREATE CONSTRAINT TRIGGER destructions_booked_exactly AFTER INSERT OR UPDATE OF state ON public.destructions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'booked'::text)) EXECUTE FUNCTION require_exact_booking();
CREATE TRIGGER destructions_final BEFORE UPDATE ON public.destructions FOR EACH ROW WHEN ((old.state = ANY (ARRAY['booked'::text, 'refused'::text, 'struck'::text]))) EXECUTE FUNCTION refuse_change_of_final();
CREATE TRIGGER digests_are_kept BEFORE DELETE ON public.digests FOR EACH ROW EXECUTE FUNCTION keep_digests();
CREATE TRIGGER disposal_approvals_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.disposal_approvals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disposal_approvals_are_signed BEFORE INSERT ON public.disposal_approvals FOR EACH ROW EXECUTE FUNCTION require_own_signature('disposal', 'disposal_id', 'approved_by', 'signature_id', 'approval');
CREATE TRIGGER disposal_differences_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.disposal_differences FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disposal_differences_are_signed BEFORE INSERT ON public.disposal_differences FOR EACH ROW EXECUTE FUNCTION require_own_signature('disposal', 'disposal_id', 'settled_by', 'signature_id', 'approval,responsibility');
CREATE TRIGGER disposals_final BEFORE UPDATE ON public.disposals FOR EACH ROW WHEN ((old.state = ANY (ARRAY['closed'::text, 'withdrawn'::text]))) EXECUTE FUNCTION refuse_change_of_final();
CREATE TRIGGER document_links_to_what_is_there BEFORE INSERT ON public.document_links FOR EACH ROW EXECUTE FUNCTION refuse_removed_document();
CREATE TRIGGER documents_are_kept BEFORE UPDATE OF removed_at ON public.documents FOR EACH ROW WHEN (((old.removed_at IS NULL) AND (new.removed_at IS NOT NULL))) EXECUTE FUNCTION keep_documents();
CREATE TRIGGER documents_came_once BEFORE UPDATE OF uploaded_by, uploaded_at ON public.documents FOR EACH ROW WHEN ((old.removed_at IS NULL)) EXECUTE FUNCTION keep_upload();
CREATE TRIGGER hold_extensions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.hold_extensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holds_end_once BEFORE UPDATE ON public.holds FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION refuse_after_end();
CREATE CONSTRAINT TRIGGER holds_end_with_their_review AFTER UPDATE OF ended_at ON public.holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_agreement('id');
CREATE CONSTRAINT TRIGGER holds_have_their_review AFTER INSERT ON public.holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_review();
CREATE CONSTRAINT TRIGGER holds_outlast_their_disposal AFTER UPDATE OF ended_at ON public.holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.ended_at IS NOT NULL)) EXECUTE FUNCTION require_no_disposal();
CREATE TRIGGER item_specifications_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.item_specifications FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER legal_holds_end_by_two AFTER UPDATE OF released_at ON public.legal_holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.released_at IS NOT NULL)) EXECUTE FUNCTION require_release_change();
CREATE TRIGGER legal_holds_end_once BEFORE UPDATE ON public.legal_holds FOR EACH ROW WHEN ((old.released_at IS NOT NULL)) EXECUTE FUNCTION refuse_after_decision();
CREATE TRIGGER lot_duties_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.lot_duties FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER imports_are_kept BEFORE DELETE ON public.master_data_import_rows FOR EACH ROW EXECUTE FUNCTION keep_imports();
CREATE TRIGGER master_data_import_rows_append_only BEFORE UPDATE OR TRUNCATE ON public.master_data_import_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER imports_are_kept BEFORE DELETE ON public.master_data_imports FOR EACH ROW EXECUTE FUNCTION keep_import();
CREATE TRIGGER master_data_proposal_comments_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.master_data_proposal_comments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER master_data_proposal_records_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.master_data_proposal_records FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER master_data_proposals_are_decided_signed BEFORE UPDATE OF state ON public.master_data_proposals FOR EACH ROW WHEN (((new.state = ANY (ARRAY['approved'::text, 'rejected'::text])) AND (old.state = 'open'::text) AND (new.decided_by <> new.proposed_by))) EXECUTE FUNCTION require_own_signature('master_data_proposal', 'id', 'decided_by', 'signature_id', 'approval,review');
CREATE TRIGGER movement_lines_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.movement_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER movement_lines_post AFTER INSERT ON public.movement_lines REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION post_movement_lines();
CREATE TRIGGER movements_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.movements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notices_are_kept BEFORE DELETE ON public.notifications FOR EACH ROW EXECUTE FUNCTION keep_notices();
CREATE TRIGGER outbox_announce AFTER INSERT ON public.outbox FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();
CREATE TRIGGER starts_are_kept BEFORE DELETE ON public.outbox FOR EACH ROW EXECUTE FUNCTION keep_starts();
CREATE TRIGGER outcome_confirmations_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.outcome_confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER outcome_confirmations_are_signed BEFORE INSERT ON public.outcome_confirmations FOR EACH ROW EXECUTE FUNCTION require_signature();
CREATE TRIGGER parties_merged_in_one_step BEFORE UPDATE OF merged_into ON public.parties FOR EACH ROW EXECUTE FUNCTION keep_merges_flat();
CREATE TRIGGER policies_follow BEFORE INSERT ON public.policies FOR EACH ROW EXECUTE FUNCTION follow_policy();
CREATE TRIGGER policy_changes_are_approved_signed BEFORE UPDATE OF state ON public.policy_changes FOR EACH ROW WHEN (((new.state = 'approved'::text) AND (old.state <> 'approved'::text))) EXECUTE FUNCTION require_own_signature('policy_change', 'id', 'decided_by', 'signature_id', 'approval');
CREATE TRIGGER policy_changes_end_once BEFORE UPDATE ON public.policy_changes FOR EACH ROW WHEN ((old.state <> 'proposed'::text)) EXECUTE FUNCTION refuse_after_decision();
CREATE TRIGGER logins_are_kept BEFORE DELETE ON public.provider_logins FOR EACH ROW EXECUTE FUNCTION keep_logins();
CREATE TRIGGER quarantine_reviews_are_decided_signed BEFORE UPDATE OF outcome ON public.quarantine_reviews FOR EACH ROW WHEN (((new.outcome IS NOT NULL) AND (old.outcome IS NULL))) EXECUTE FUNCTION require_signature();
CREATE CONSTRAINT TRIGGER quarantine_reviews_end_with_their_hold AFTER INSERT OR UPDATE OF state ON public.quarantine_reviews DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_agreement('hold_id');
CREATE TRIGGER receipts_of_merged_supplier BEFORE INSERT ON public.receipts FOR EACH ROW EXECUTE FUNCTION refuse_merged_supplier();
CREATE TRIGGER release_decisions_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER release_decisions_are_signed BEFORE INSERT ON public.release_decisions FOR EACH ROW WHEN ((new.decision <> 'extend'::text)) EXECUTE FUNCTION require_own_signature('release_approval', 'release_id', 'decided_by', 'signature_id', 'approval');
CREATE TRIGGER release_extensions_are_signed BEFORE INSERT ON public.release_decisions FOR EACH ROW WHEN ((new.decision = 'extend'::text)) EXECUTE FUNCTION require_own_signature('release_approval', 'release_id', 'decided_by', 'signature_id', 'approval,review');
CREATE TRIGGER release_results_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.release_results FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER release_results_are_signed BEFORE INSERT ON public.release_results FOR EACH ROW WHEN ((new.signature_id IS NOT NULL)) EXECUTE FUNCTION require_own_signature('release_approval', 'release_id', 'recorded_by', 'signature_id', 'authorship');
CREATE TRIGGER review_evidence_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.review_evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sessions_are_kept BEFORE DELETE ON public.sessions FOR EACH ROW EXECUTE FUNCTION keep_sessions();
CREATE TRIGGER signatures_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signatures_are_what_was_signed BEFORE INSERT ON public.signatures FOR EACH ROW EXECUTE FUNCTION require_signing();
CREATE TRIGGER signing_subjects_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.signing_subjects FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signings_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.signings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER write_off_valuations_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.write_off_valuations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER write_off_valuations_once BEFORE INSERT ON public.write_off_valuations FOR EACH ROW EXECUTE FUNCTION require_no_cost();
CREATE TRIGGER write_offs_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.write_offs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Row policies

alter table advance_notice_lines enable row level security;
alter table advance_notices enable row level security;
alter table audit_entries enable row level security;
alter table destruction_lines enable row level security;
alter table disposal_differences enable row level security;
alter table disposals enable row level security;
alter table holds enable row level security;
alter table inspections enable row level security;
alter table item_costs enable row level security;
alter table item_prices enable row level security;
alter table movement_lines enable row level security;
alter table purchase_order_lines enable row level security;
alter table purchase_orders enable row level security;
alter table quarantine_reviews enable row level security;
alter table receipt_defects enable row level security;
alter table receipt_lines enable row level security;
alter table receipts enable row level security;
alter table release_approvals enable row level security;
alter table release_limits enable row level security;
alter table signatures enable row level security;
alter table stock enable row level security;
alter table tasks enable row level security;
alter table temperature_readings enable row level security;
alter table write_offs enable row level security;
create policy in_sight on advance_notice_lines for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND (EXISTS ( SELECT
   FROM advance_notices heading
  WHERE ((heading.id = advance_notice_lines.advance_notice_id) AND ((heading.site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (heading.owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR line_in_sight(heading.site_id, heading.owner_id, advance_notice_lines.item_id)))))))) with check (true);
create policy in_sight on advance_notices for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND notice_in_sight(id, site_id, owner_id)))) with check (true);
create policy in_sight on audit_entries for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (entity_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, entity_id, lot_id)))) with check (true);
create policy in_sight on destruction_lines for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (( SELECT place.site_id
   FROM locations place
  WHERE (place.id = destruction_lines.location_id)) = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(( SELECT place.site_id
   FROM locations place
  WHERE (place.id = destruction_lines.location_id)), owner_id, NULL::uuid)))) with check (true);
create policy in_sight on disposal_differences for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (( SELECT place.site_id
   FROM locations place
  WHERE (place.id = disposal_differences.location_id)) = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(( SELECT place.site_id
   FROM locations place
  WHERE (place.id = disposal_differences.location_id)), owner_id, NULL::uuid)))) with check (true);
create policy in_sight on disposals for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, NULL::uuid, lot_id)))) with check (true);
create policy in_sight on holds for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, NULL::uuid, lot_id)))) with check (true);
create policy in_sight on inspections for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, NULL::uuid, ( SELECT named.lot_id
   FROM inspection_lots named
  WHERE (named.inspection_id = inspections.id)
 LIMIT 1))))) with check (true);
create policy in_sight on item_costs for all to holdfast_app using (owner_in_sight(entity_id)) with check (true);
create policy in_sight on item_prices for all to holdfast_app using (owner_in_sight(entity_id)) with check (true);
create policy in_sight on movement_lines for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (( SELECT place.site_id
   FROM locations place
  WHERE (place.id = movement_lines.location_id)) = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(( SELECT place.site_id
   FROM locations place
  WHERE (place.id = movement_lines.location_id)), owner_id, lot_id)))) with check (true);
create policy in_sight on purchase_order_lines for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND (EXISTS ( SELECT
   FROM purchase_orders heading
  WHERE ((heading.id = purchase_order_lines.purchase_order_id) AND ((heading.site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (heading.owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR line_in_sight(heading.site_id, heading.owner_id, purchase_order_lines.item_id)))))))) with check (true);
create policy in_sight on purchase_orders for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND order_in_sight(id, site_id, owner_id)))) with check (true);
create policy in_sight on quarantine_reviews for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, NULL::uuid, lot_id)))) with check (true);
create policy in_sight on receipt_defects for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND (EXISTS ( SELECT
   FROM receipt_lines told
  WHERE ((told.receipt_id = receipt_defects.receipt_id) AND (told.line = receipt_defects.line))))))) with check (true);
create policy in_sight on receipt_lines for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND (EXISTS ( SELECT
   FROM receipts heading
  WHERE ((heading.id = receipt_lines.receipt_id) AND ((heading.site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (heading.owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR line_in_sight(heading.site_id, heading.owner_id, receipt_lines.item_id)))))))) with check (true);
create policy in_sight on receipts for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND receipt_in_sight(id, site_id, owner_id)))) with check (true);
create policy in_sight on release_approvals for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, owner_id, lot_id)))) with check (true);
create policy in_sight on release_limits for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, owner_id, lot_id)))) with check (true);
create policy in_sight on signatures for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (entity_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, entity_id, lot_id)))) with check (true);
create policy in_sight on stock for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (( SELECT place.site_id
   FROM locations place
  WHERE (place.id = stock.location_id)) = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (owner_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(( SELECT place.site_id
   FROM locations place
  WHERE (place.id = stock.location_id)), owner_id, lot_id)))) with check (true);
create policy in_sight on tasks for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (entity_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, entity_id, lot_id)))) with check (true);
create policy in_sight on temperature_readings for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (( SELECT place.site_id
   FROM locations place
  WHERE (place.id = temperature_readings.location_id)) = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND (location_id = ANY (( SELECT places_in_sight() AS places_in_sight)::uuid[]))))) with check (true);
create policy in_sight on write_offs for all to holdfast_app using (((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'all'::text) OR (site_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.sites'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR (entity_id = ANY (COALESCE(( SELECT (NULLIF(current_setting('holdfast.entities'::text, true), ''::text))::uuid[] AS "nullif"), '{}'::uuid[]))) OR ((( SELECT current_setting('holdfast.sight'::text, true) AS current_setting) = 'some'::text) AND in_sight(site_id, entity_id, lot_id)))) with check (true);
create policy whole on advance_notice_lines for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on advance_notices for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on audit_entries for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on destruction_lines for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on disposal_differences for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on disposals for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on holds for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on inspections for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on item_costs for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on item_prices for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on movement_lines for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on purchase_order_lines for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on purchase_orders for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on quarantine_reviews for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on receipt_defects for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on receipt_lines for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on receipts for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on release_approvals for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on release_limits for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on signatures for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on stock for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on tasks for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on temperature_readings for all to holdfast_advice, holdfast_report using (true) with check ();
create policy whole on write_offs for all to holdfast_advice, holdfast_report using (true) with check ();

-- Grants

grant usage on schema public to holdfast_advice;
grant usage on schema public to holdfast_app;
grant usage on schema public to holdfast_report;
grant usage on sequence audit_entries_position_seq to holdfast_app;
grant usage on sequence destruction_certificate_numbers to holdfast_app;
grant usage on sequence disposal_numbers to holdfast_app;
grant usage on sequence hold_numbers to holdfast_app;
grant usage on sequence import_numbers to holdfast_app;
grant usage on sequence inspection_numbers to holdfast_app;
grant usage on sequence legal_hold_numbers to holdfast_app;
grant usage on sequence lot_duties_position_seq to holdfast_app;
grant usage on sequence lot_numbers to holdfast_app;
grant usage on sequence movements_position_seq to holdfast_app;
grant usage on sequence outbox_id_seq to holdfast_app;
grant usage on sequence policy_change_numbers to holdfast_app;
grant usage on sequence proposal_numbers to holdfast_app;
grant usage on sequence receipt_numbers to holdfast_app;
grant usage on sequence release_numbers to holdfast_app;
grant usage on sequence review_numbers to holdfast_app;
grant insert, select, update on table absences to holdfast_app;
grant select on table absences to holdfast_report;
grant select on table advance_notice_lines to holdfast_advice;
grant insert, select on table advance_notice_lines to holdfast_app;
grant select on table advance_notice_lines to holdfast_report;
grant select on table advance_notices to holdfast_advice;
grant insert, select, update on table advance_notices to holdfast_app;
grant select on table advance_notices to holdfast_report;
grant insert, select, update on table api_keys to holdfast_app;
grant insert, select on table audit_entries to holdfast_app;
grant select on table audit_entries to holdfast_report;
grant insert, select on table audit_seals to holdfast_app;
grant select on table audit_seals to holdfast_report;
grant delete, insert, select, update on table calendar_days to holdfast_app;
grant select on table calendar_days to holdfast_report;
grant insert, select, update on table certificates to holdfast_app;
grant select on table certificates to holdfast_report;
grant insert, select, update (answer_removed_at), update (result) on table commands to holdfast_app;
grant delete, insert, select, update on table customer_shelf_lives to holdfast_app;
grant select on table customer_shelf_lives to holdfast_report;
grant insert, select on table decided_rights to holdfast_app;
grant select on table decided_rights to holdfast_report;
grant insert, select, update (ended_at), update (ended_by) on table delegations to holdfast_app;
grant select on table delegations to holdfast_report;
grant insert, select on table destruction_lines to holdfast_app;
grant select on table destruction_lines to holdfast_report;
grant insert, select on table destruction_papers to holdfast_app;
grant select on table destruction_papers to holdfast_report;
grant insert, select, update (movement_id), update (state), update (witness_note), update (witness_signature_id), update (witnessed_at), update (witnessed_by), update (witnessed_by_name), update (witnessed_for), update (witnessed_for_name) on table destructions to holdfast_app;
grant select on table destructions to holdfast_report;
grant delete, insert, select, update on table digests to holdfast_app;
grant select on table digests to holdfast_report;
grant insert, select on table disposal_approvals to holdfast_app;
grant select on table disposal_approvals to holdfast_report;
grant insert, select on table disposal_differences to holdfast_app;
grant select on table disposal_differences to holdfast_report;
grant select on table disposals to holdfast_advice;
grant insert, select, update (certificate_number), update (closed_at), update (due_at), update (ended_early_at), update (ended_early_by), update (ended_early_by_name), update (ended_early_for), update (ended_early_for_name), update (ended_early_reason), update (ended_early_signature_id), update (escalated_at), update (extensions), update (given_back), update (reminded_at), update (state), update (version) on table disposals to holdfast_app;
grant select on table disposals to holdfast_report;
grant select on table document_legal_holds to holdfast_app;
grant select on table document_legal_holds to holdfast_report;
grant insert, select on table document_links to holdfast_app;
grant select on table document_links to holdfast_report;
grant select on table document_reach to holdfast_app;
grant select on table document_reach to holdfast_report;
grant insert, select, update (removed_at), update (removed_by_policy_ids), update (uploaded_at), update (uploaded_by) on table documents to holdfast_app;
grant select on table documents to holdfast_report;
grant insert, select, update on table duplicate_suspicions to holdfast_app;
grant select on table duplicate_suspicions to holdfast_report;
grant delete, insert, select, update on table escalation_chains to holdfast_app;
grant select on table escalation_chains to holdfast_report;
grant insert, select on table hold_extensions to holdfast_app;
grant select on table hold_extensions to holdfast_report;
grant select on table holds to holdfast_advice;
grant insert, select, update (ended_as), update (ended_at), update (ended_by), update (location_id), update (site_id) on table holds to holdfast_app;
grant select on table holds to holdfast_report;
grant select on table inspection_lots to holdfast_advice;
grant insert, select on table inspection_lots to holdfast_app;
grant select on table inspection_lots to holdfast_report;
grant select on table inspections to holdfast_advice;
grant insert, select on table inspections to holdfast_app;
grant select on table inspections to holdfast_report;
grant insert, select on table item_costs to holdfast_app;
grant select on table item_costs to holdfast_report;
grant insert, select on table item_prices to holdfast_app;
grant select on table item_prices to holdfast_report;
grant select on table item_specifications to holdfast_advice;
grant insert, select on table item_specifications to holdfast_app;
grant select on table item_specifications to holdfast_report;
grant select on table item_units to holdfast_advice;
grant delete, insert, select, update on table item_units to holdfast_app;
grant select on table item_units to holdfast_report;
grant select on table items to holdfast_advice;
grant insert, select, update on table items to holdfast_app;
grant select on table items to holdfast_report;
grant select on table ledger_disagreements to holdfast_app;
grant select on table ledger_disagreements to holdfast_report;
grant select on table legal_entities to holdfast_advice;
grant insert, select, update on table legal_entities to holdfast_app;
grant select on table legal_entities to holdfast_report;
grant insert, select, update (release_change_id), update (release_reason), update (released_at), update (released_by), update (released_by_name), update (version) on table legal_holds to holdfast_app;
grant select on table legal_holds to holdfast_report;
grant select on table local_overrides to holdfast_advice;
grant delete, insert, select, update on table local_overrides to holdfast_app;
grant select on table local_overrides to holdfast_report;
grant select on table locations to holdfast_advice;
grant insert, select, update on table locations to holdfast_app;
grant select on table locations to holdfast_report;
grant insert, select on table lot_duties to holdfast_app;
grant select on table lot_duties to holdfast_report;
grant select on table lots to holdfast_advice;
grant insert, select, update (expires_on), update (manufactured_on), update (tlc_source_gln), update (tlc_source_reference), update (traceability_lot_code) on table lots to holdfast_app;
grant select on table lots to holdfast_report;
grant delete, insert, select on table master_data_import_rows to holdfast_app;
grant select on table master_data_import_rows to holdfast_report;
grant delete, insert, select, update on table master_data_imports to holdfast_app;
grant select on table master_data_imports to holdfast_report;
grant insert, select on table master_data_proposal_comments to holdfast_app;
grant select on table master_data_proposal_comments to holdfast_report;
grant insert, select on table master_data_proposal_records to holdfast_app;
grant select on table master_data_proposal_records to holdfast_report;
grant insert, select, update on table master_data_proposals to holdfast_app;
grant select on table master_data_proposals to holdfast_report;
grant select on table movement_lines to holdfast_advice;
grant insert, select on table movement_lines to holdfast_app;
grant select on table movement_lines to holdfast_report;
grant select on table movements to holdfast_advice;
grant insert, select on table movements to holdfast_app;
grant select on table movements to holdfast_report;
grant insert, select, update on table notification_preferences to holdfast_app;
grant select on table notification_preferences to holdfast_report;
grant delete, insert, select, update on table notifications to holdfast_app;
grant select on table notifications to holdfast_report;
grant delete, insert, select, update on table outbox to holdfast_app;
grant select on table outbox to holdfast_report;
grant insert, select on table outcome_confirmations to holdfast_app;
grant select on table outcome_confirmations to holdfast_report;
grant select on table parties to holdfast_advice;
grant insert, select, update on table parties to holdfast_app;
grant select on table parties to holdfast_report;
grant delete, insert, select, update on table party_contacts to holdfast_app;
grant select on table party_contacts to holdfast_report;
grant select on table policies to holdfast_advice;
grant insert, select, update (effective_until) on table policies to holdfast_app;
grant select on table policies to holdfast_report;
grant insert, select, update (decided_at), update (decided_by), update (decided_by_name), update (decision_reason), update (due_at), update (effective_from), update (escalated_at), update (reminded_at), update (signature_id), update (state), update (version) on table policy_changes to holdfast_app;
grant select on table policy_changes to holdfast_report;
grant delete, insert, select, update on table provider_logins to holdfast_app;
grant select on table purchase_order_lines to holdfast_advice;
grant insert, select on table purchase_order_lines to holdfast_app;
grant select on table purchase_order_lines to holdfast_report;
grant select on table purchase_orders to holdfast_advice;
grant insert, select, update on table purchase_orders to holdfast_app;
grant select on table purchase_orders to holdfast_report;
grant select on table quarantine_reviews to holdfast_advice;
grant insert, select, update on table quarantine_reviews to holdfast_app;
grant select on table quarantine_reviews to holdfast_report;
grant insert, select, update (active), update (changed_at), update (label), update (requires_note), update (version) on table reason_codes to holdfast_app;
grant select on table reason_codes to holdfast_report;
grant select on table receipt_defects to holdfast_advice;
grant insert, select on table receipt_defects to holdfast_app;
grant select on table receipt_defects to holdfast_report;
grant select on table receipt_lines to holdfast_advice;
grant insert, select on table receipt_lines to holdfast_app;
grant select on table receipt_lines to holdfast_report;
grant select on table receipts to holdfast_advice;
grant insert, select on table receipts to holdfast_app;
grant select on table receipts to holdfast_report;
grant delete, insert, select, update on table recovery_codes to holdfast_app;
grant select on table release_approvals to holdfast_advice;
grant insert, select, update on table release_approvals to holdfast_app;
grant select on table release_approvals to holdfast_report;
grant insert, select on table release_decisions to holdfast_app;
grant select on table release_decisions to holdfast_report;
grant insert, select, update (ended_at), update (location_id), update (replaced_by), update (site_id) on table release_limits to holdfast_app;
grant select on table release_limits to holdfast_report;
grant insert, select on table release_results to holdfast_app;
grant select on table release_results to holdfast_report;
grant insert, select on table review_evidence to holdfast_app;
grant select on table review_evidence to holdfast_report;
grant insert, select, update on table role_grants to holdfast_app;
grant select on table role_grants to holdfast_report;
grant delete, insert, select on table role_rights to holdfast_app;
grant select on table role_rights to holdfast_report;
grant insert, select, update (version) on table roles to holdfast_app;
grant select on table roles to holdfast_report;
grant delete, insert, select, update on table second_factors to holdfast_app;
grant delete, insert, select, update on table sessions to holdfast_app;
grant delete, insert, select, update on table sign_in_failures to holdfast_app;
grant insert, select on table signatures to holdfast_app;
grant select on table signatures to holdfast_report;
grant insert, select on table signing_subjects to holdfast_app;
grant insert, select on table signings to holdfast_app;
grant insert, select, update on table site_calendars to holdfast_app;
grant select on table site_calendars to holdfast_report;
grant delete, insert, select on table site_stock_owners to holdfast_app;
grant select on table site_stock_owners to holdfast_report;
grant select on table sites to holdfast_advice;
grant insert, select, update on table sites to holdfast_app;
grant select on table sites to holdfast_report;
grant select on table stock to holdfast_advice;
grant select on table stock to holdfast_app;
grant select on table stock to holdfast_report;
grant select on table supplier_certificates to holdfast_advice;
grant insert, select, update on table supplier_certificates to holdfast_app;
grant select on table supplier_certificates to holdfast_report;
grant select on table tasks to holdfast_advice;
grant insert, select, update on table tasks to holdfast_app;
grant select on table tasks to holdfast_report;
grant select on table temperature_readings to holdfast_advice;
grant insert, select on table temperature_readings to holdfast_app;
grant select on table temperature_readings to holdfast_report;
grant insert, select, update on table user_identities to holdfast_app;
grant insert, select, update on table users to holdfast_app;
grant select (active), select (email), select (id), select (name), select (username) on table users to holdfast_report;
grant insert, select, update on table webhook_endpoints to holdfast_app;
grant select (created_at), select (created_by), select (ended_at), select (id), select (name), select (rotated_at), select (url) on table webhook_endpoints to holdfast_report;
grant select on table write_off_valuations to holdfast_advice;
grant insert, select on table write_off_valuations to holdfast_app;
grant select on table write_off_valuations to holdfast_report;
grant select on table write_offs to holdfast_advice;
grant insert, select on table write_offs to holdfast_app;
grant select on table write_offs to holdfast_report;
