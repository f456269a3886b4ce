import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shiftStory } from './story-dates.ts';

type StoryAddress = { street: string; city: string; region: string; postal_code: string; country: string };
type StoryMoney = { entity: string; item: string; currency: string; effective_from: string };
type StoryRange = { min: string; max: string } | null;
type StoryContact = { name: string; role: string; phone: string; email: string };

/** Master data as `story/events.json` writes it. */
export type StoryMasterData = {
  legal_entities: {
    entity: string;
    name: string;
    gln: string;
    currency: string;
    address: StoryAddress;
    phone: string;
    group: string;
    group_currency: string;
  }[];
  sites: {
    site: string;
    name: string;
    gln: string;
    operated_by: { kind: 'own'; entity: string } | { kind: 'third_party'; name: string; gln: string; phone: string };
    address: StoryAddress;
    phone: string;
    time_zone: string;
    stock_owners: string[];
  }[];
  locations: { site: string; location: string; kind: string; name: string; temperature_c: StoryRange }[];
  suppliers: {
    supplier: string;
    name: string;
    gln: string;
    plant_gln: string;
    address: StoryAddress;
    risk_score: string;
    contact: StoryContact;
  }[];
  customers: {
    customer: string;
    name: string;
    gln: string;
    ship_to: StoryAddress & { gln: string };
    serves_vulnerable_people: boolean;
    contacts: (StoryContact & { for_recalls: boolean })[];
    minimum_remaining_shelf_life: { category: string; days: number }[];
    other_requirements: string[];
  }[];
  items: {
    item: string;
    name: string;
    gtin: string;
    category: string;
    base_unit: string;
    units: { unit: string; numerator: string; denominator: string; gtin: string | null }[];
    net_weight_kg: string;
    storage_temperature_c: StoryRange;
    traceability_list: boolean;
    shelf_life_days: string;
    inspection_required: boolean;
    sold_only_to: string | null;
  }[];
  costs: (StoryMoney & { cost_per_base_unit: string })[];
  prices: (StoryMoney & { price_per_base_unit: string })[];
  people: { actor: string; name: string; role: string; sites: string[] }[];
  policies: { policy: string; value: string; meaning: string }[];
};

/** A receipt of the story. `lot` is the story's own name of the lot, `at` an instant in UTC. */
export type StoryReceipt = {
  id: string;
  at: string;
  type: 'receipt';
  site: string;
  actor: string;
  receipt: string;
  supplier: string;
  owner: string;
  purchase_order: string;
  advance_ship_notice: string;
  temperature_on_arrival_c: string;
  lines: {
    line: number;
    lot: string;
    item: string;
    supplier_lot_number: string;
    tlc: string | null;
    tlc_source_gln: string | null;
    manufactured_on: string;
    expires_on: string;
    quantity: string;
    unit: string;
    location: string;
    certificates: { kind: string; number: string }[];
  }[];
};

/** Goods on their way at the end of the story, to receive when trying it out. Not part of the story's ledger. */
export type StoryOpenOrder = {
  purchase_order: string;
  advance_ship_notice: string | null;
  supplier: string;
  owner: string;
  site: string;
  expected_on: string;
  lines: { item: string; supplier_lot_number: string | null; quantity: string; unit: string }[];
};

export type Story = {
  title: string;
  recall: { as_of: string };
  master_data: StoryMasterData;
  events: ({ id: string; at: string; type: string } | StoryReceipt)[];
  open_orders: StoryOpenOrder[];
};

/**
 * Reads the story of a folder, its days shifted to end today or yesterday. The files ship with the program and
 * `story/check_story.py` proves them, so their shape is taken as written above.
 */
export async function readStory(folder: string, now: Date): Promise<Story & { shiftedByDays: number }> {
  const story = await readJson(join(folder, 'events.json'));
  const openOrders = await readJson(join(folder, 'open-orders.json'));
  return shiftStory({ ...story, ...openOrders } as Story, now);
}

const readJson = async (path: string): Promise<object> => JSON.parse(await readFile(path, 'utf8'));
