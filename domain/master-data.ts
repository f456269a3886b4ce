export type PostalAddress = { street: string; city: string; region: string; postalCode: string; country: string };
export type Contact = { name: string; role: string; phone: string; email: string; forRecalls: boolean };
export type MoneyPerBaseUnit = {
  entity: string;
  item: string;
  amount: string;
  currency: string;
  effectiveFrom: string;
};

/** What an installation knows before its first fact, with codes in place of ids. Numbers are decimal strings. */
export type MasterData = {
  legalEntities: readonly {
    code: string;
    name: string;
    gln: string;
    currency: string;
    groupName: string;
    groupCurrency: string;
    address: PostalAddress;
    phone: string;
  }[];
  sites: readonly {
    code: string;
    name: string;
    gln: string;
    /** Null where a third party runs the site; then `operator` names it. */
    operatedByEntity: string | null;
    operator: { name: string; gln: string; phone: string } | null;
    address: PostalAddress;
    phone: string;
    timeZone: string;
    stockOwners: readonly string[];
  }[];
  locations: readonly {
    site: string;
    code: string;
    kind: string;
    name: string;
    temperatureMinC: string | null;
    temperatureMaxC: string | null;
  }[];
  parties: readonly {
    code: string;
    name: string;
    isSupplier: boolean;
    isCustomer: boolean;
    gln: string;
    plantGln: string | null;
    address: PostalAddress;
    shipToGln: string | null;
    servesVulnerablePeople: boolean;
    otherRequirements: readonly string[];
    riskScore: string | null;
    contacts: readonly Contact[];
    shelfLives: readonly { category: string; minimumRemainingDays: number }[];
  }[];
  items: readonly {
    code: string;
    name: string;
    gtin: string;
    category: string;
    baseUnit: string;
    netWeightKg: string;
    storageMinC: string | null;
    storageMaxC: string | null;
    traceabilityList: boolean;
    shelfLifeDays: number;
    inspectionRequired: boolean;
    lotControlled: boolean;
    soldOnlyTo: string | null;
    units: readonly { unit: string; numerator: string; denominator: string; gtin: string | null }[];
  }[];
  costs: readonly MoneyPerBaseUnit[];
  prices: readonly MoneyPerBaseUnit[];
  /** For everybody; narrower ones are set one by one, with their reason. */
  policies: readonly { key: string; value: unknown; reason: string }[];
  people: readonly {
    username: string;
    name: string;
    role: string;
    /** Null: every site. */
    sites: readonly string[] | null;
    /** Argon2id; null for somebody who signs in elsewhere. */
    passwordHash: string | null;
  }[];
};
