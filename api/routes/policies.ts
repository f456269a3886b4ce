import {
  listPoliciesContract,
  listPolicyCatalogueContract,
  previewPolicyContract,
  readEffectivePoliciesContract,
} from '#api/contracts/policies.ts';
import { changeSupplierRiskContract } from '#api/contracts/supplier-risk.ts';
import { encodeCursor, readCursor } from '#api/http/cursor.ts';
import type { ApiRouter } from '#api/http/router.ts';
import type { Services } from '#api/http/services.ts';
import { findEntities, findItem, findLots, findSite } from '#db/queries/by-code.ts';
import { listPolicies, readPolicyOrigins } from '#db/queries/policies-list.ts';
import { type PolicyKey, policyCatalogue, policyKeys } from '#domain/policies.ts';
import type { DescribedPolicy } from '#domain/policy-definition.ts';
import { policyPreviews } from '#domain/policy-preview.ts';
import { policyScopes } from '#domain/policy-scopes.ts';
import { allow, refuse } from '#domain/result.ts';
import { changeSupplierRisk } from '#operations/change-supplier-risk.ts';
import { readPolicyBook } from '#operations/policy-book.ts';
import { showPreview } from './policy-preview.ts';

export function policyRoutes(app: ApiRouter, { operations }: Services): void {
  const { db, clock } = operations;

  app.route(listPoliciesContract, async ({ query: { cursor, inForce, coming, ...filter } }) => {
    const after = readCursor(cursor, 'word', 'id');
    if (!after.ok) return after;
    const now = clock.now();
    const when = { inForceAt: inForce ? now : undefined, comingAfter: coming ? now : undefined };
    const { rows, next } = await listPolicies(db, { ...filter, ...when, after: after.value });
    return allow({
      items: rows.map((row) => ({ ...row, ...explained(row.key) })),
      nextCursor: next && encodeCursor(next),
    });
  });

  app.route(readEffectivePoliciesContract, async ({ query: { item, lot, site, owner, asOf } }) => {
    const ofLot = lot === undefined ? undefined : (await findLots(db, [lot])).get(lot);
    if (lot !== undefined && !ofLot) return refuse('lot.unknown', `There is no lot ${lot}`, '/query/lot');
    const foundItem = item === undefined ? undefined : await findItem(db, item);
    if (item !== undefined && !foundItem) return refuse('item.unknown', `There is no item ${item}`, '/query/item');
    const foundSite = site === undefined ? undefined : await findSite(db, site);
    if (site !== undefined && !foundSite) return refuse('site.unknown', `There is no site ${site}`, '/query/site');
    const entityId = owner === undefined ? undefined : (await findEntities(db, [owner])).get(owner);
    if (owner !== undefined && !entityId)
      return refuse('entity.unknown', `There is no legal entity ${owner}`, '/query/owner');
    const now = asOf === undefined ? clock.now() : new Date(asOf);
    const book = await readPolicyBook(db, now);
    const scope = {
      itemId: ofLot?.itemId ?? foundItem?.id ?? null,
      category: ofLot?.category ?? foundItem?.category ?? null,
      siteId: foundSite?.id ?? null,
      entityId: entityId ?? null,
    };
    const read = policyKeys.map((key) => ({ key, ...book.read(key, scope) }));
    const origins = await readPolicyOrigins(
      db,
      read.flatMap(({ rowIds }) => rowIds),
    );
    const policies = read.map(({ key, value, rowIds }) => ({
      key,
      ...explained(key),
      value: typeof value === 'object' ? [...value] : value,
      policyIds: [...rowIds],
      from: rowIds.flatMap((id) => origins.get(id) ?? []),
    }));
    return allow({ at: now.toISOString(), policies });
  });

  app.route(listPolicyCatalogueContract, async () => allow({ policies: policyKeys.map(described) }));

  app.route(previewPolicyContract, ({ query }) => showPreview(operations, query));

  app.route(changeSupplierRiskContract, ({ params, body }, request) =>
    changeSupplierRisk(operations, request.command({ ...params, ...body, version: Number(request.ifMatch) })),
  );
}

function explained(key: PolicyKey): { meaning: string; unit: string | null } {
  const definition: DescribedPolicy = policyCatalogue[key];
  return { meaning: definition.meaning, unit: definition.type === 'number' ? definition.unit : null };
}

function described(key: PolicyKey) {
  const policy: DescribedPolicy = policyCatalogue[key];
  const preview = policyPreviews[key];
  const number = policy.type === 'number' ? policy : undefined;
  return {
    key,
    ...explained(key),
    type: policy.type,
    least: number?.least ?? null,
    most: number?.most ?? null,
    decimals: number?.places ?? null,
    options: 'options' in policy ? [...policy.options] : null,
    scopeKinds: [...policyScopes[key]],
    stricter: policy.stricter,
    installed: typeof policy.installed === 'object' ? [...policy.installed] : policy.installed,
    preview: 'method' in preview ? preview.method : null,
    noPreviewBecause: 'cannot' in preview ? preview.cannot : null,
  };
}
