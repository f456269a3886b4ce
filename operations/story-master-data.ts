import type { MasterData, PostalAddress } from '#domain/master-data.ts';
import type { Role } from '#domain/rights.ts';
import type { StoryMasterData } from './story-file.ts';

/** Two accounts that every installation wants and the story has nobody for. */
const furtherPeople = [
  { username: 'admin', name: 'Administrator', role: 'administrator', sites: null },
  { username: 'auditor', name: 'Auditor', role: 'auditor', sites: null },
];

/** The story's master data in our words. `passwordHash` is the one all its people sign in with, null for none. */
export function masterDataOfStory(story: StoryMasterData, passwordHash: string | null): MasterData {
  return {
    legalEntities: story.legal_entities.map(
      ({ entity, group, group_currency, address, name, gln, currency, phone }) => ({
        code: entity,
        name,
        gln,
        currency,
        groupName: group,
        groupCurrency: group_currency,
        address: addressOf(address),
        phone,
      }),
    ),
    sites: story.sites.map(({ site, name, gln, operated_by: operator, address, phone, time_zone, stock_owners }) => ({
      code: site,
      name,
      gln,
      operatedByEntity: operator.kind === 'own' ? operator.entity : null,
      operator: operator.kind === 'own' ? null : { name: operator.name, gln: operator.gln, phone: operator.phone },
      address: addressOf(address),
      phone,
      timeZone: time_zone,
      stockOwners: stock_owners,
    })),
    locations: story.locations.map(({ site, location, kind, name, temperature_c: range }) => ({
      site,
      code: location,
      kind,
      name,
      temperatureMinC: range?.min ?? null,
      temperatureMaxC: range?.max ?? null,
    })),
    parties: partiesOf(story),
    items: itemsOf(story),
    costs: story.costs.map(({ cost_per_base_unit, effective_from, ...money }) => ({
      ...money,
      amount: cost_per_base_unit,
      effectiveFrom: effective_from,
    })),
    prices: story.prices.map(({ price_per_base_unit, effective_from, ...money }) => ({
      ...money,
      amount: price_per_base_unit,
      effectiveFrom: effective_from,
    })),
    policies: story.policies.map(({ policy, value, meaning }) => ({ key: policy, value, reason: meaning })),
    people: [...peopleOf(story), ...furtherPeople].map((person) => ({ ...person, passwordHash })),
  };
}

const partiesOf = ({ suppliers, customers }: StoryMasterData): MasterData['parties'] => [
  ...suppliers.map(({ supplier, name, gln, plant_gln, address, risk_score, contact }) => ({
    code: supplier,
    name,
    isSupplier: true,
    isCustomer: false,
    gln,
    plantGln: plant_gln,
    address: addressOf(address),
    shipToGln: null,
    servesVulnerablePeople: false,
    otherRequirements: [],
    riskScore: risk_score,
    contacts: [{ ...contact, forRecalls: true }],
    shelfLives: [],
  })),
  ...customers.map((customer) => ({
    code: customer.customer,
    name: customer.name,
    isSupplier: false,
    isCustomer: true,
    gln: customer.gln,
    plantGln: null,
    address: addressOf(customer.ship_to),
    shipToGln: customer.ship_to.gln,
    servesVulnerablePeople: customer.serves_vulnerable_people,
    otherRequirements: customer.other_requirements,
    riskScore: null,
    contacts: customer.contacts.map(({ for_recalls, ...contact }) => ({ ...contact, forRecalls: for_recalls })),
    shelfLives: customer.minimum_remaining_shelf_life.map(({ category, days }) => ({
      category,
      minimumRemainingDays: Number(days),
    })),
  })),
];

const itemsOf = ({ items }: StoryMasterData): MasterData['items'] =>
  items.map((item) => ({
    code: item.item,
    name: item.name,
    gtin: item.gtin,
    category: item.category,
    baseUnit: item.base_unit,
    netWeightKg: item.net_weight_kg,
    storageMinC: item.storage_temperature_c?.min ?? null,
    storageMaxC: item.storage_temperature_c?.max ?? null,
    traceabilityList: item.traceability_list,
    shelfLifeDays: Number(item.shelf_life_days),
    inspectionRequired: item.inspection_required,
    lotControlled: true,
    soldOnlyTo: item.sold_only_to,
    units: item.units,
  }));

/** The story tells people apart more coarsely than Holdfast does; whoever it calls quality inspects and approves. */
const roleOfStory: Record<string, Role> = { warehouse: 'warehouse_lead', quality: 'quality_approver' };

/** `system` is the rules themselves and signs in nowhere. Who works at every site decides about holds of every reach too. */
const peopleOf = ({ people, sites }: StoryMasterData) =>
  people
    .filter(({ role }) => role !== 'system')
    .map(({ actor, name, role, sites: own }) => ({
      username: actor,
      name,
      role: roleOfStory[role] ?? role,
      sites: sites.every(({ site }) => own.includes(site)) ? null : own,
    }));

const addressOf = ({
  street,
  city,
  region,
  postal_code,
  country,
}: StoryMasterData['sites'][number]['address']): PostalAddress => ({
  street,
  city,
  region,
  postalCode: postal_code,
  country,
});
