import { describe, expect, test } from 'vitest';
import { authorize, type Caller, type Grant, scopesWith } from '#domain/caller.ts';

const given = (...grants: Omit<Grant, 'role'>[]): Caller => ({
  kind: 'person',
  id: 'ana',
  name: 'Ana',
  grants: grants.map((grant) => ({ role: 'quality_approver', ...grant })),
});
const atChicago: Omit<Grant, 'role'> = { rights: ['hold.place'], entityId: 'FTB', siteId: 'CHI' };
const mayHold = (caller: Caller, scope?: { entityId?: string | null; siteId?: string | null }) =>
  authorize(caller, 'hold.place', scope).ok;

describe('a right', () => {
  test('counts within the entity and the site it was granted for', () => {
    expect(mayHold(given(atChicago), { siteId: 'CHI', entityId: 'FTB' })).toBe(true);
    expect(mayHold(given(atChicago), { siteId: 'CHI' })).toBe(true);
    expect(mayHold(given(atChicago), { siteId: 'DEN', entityId: 'FTB' })).toBe(false);
    expect(mayHold(given(atChicago), { siteId: 'CHI', entityId: 'MFF' })).toBe(false);
  });

  test('granted for all sites or entities counts at each', () => {
    const everywhere = given({ rights: ['hold.place'], entityId: null, siteId: null });
    expect(mayHold(everywhere, { siteId: 'DEN', entityId: 'MFF' })).toBe(true);
  });

  test('at one site and entity is not put together from two grants', () => {
    const two = given({ ...atChicago, entityId: 'MFF' }, { ...atChicago, siteId: 'DEN' });
    expect(mayHold(two, { siteId: 'CHI', entityId: 'FTB' })).toBe(false);
  });

  test('that is missing is named, and told from one held elsewhere', () => {
    expect(authorize(given(atChicago), 'review.decide')).toMatchObject({
      violation: { code: 'access.right-missing', message: 'Ana lacks the right "review.decide"' },
    });
    expect(authorize(given(atChicago), 'hold.place', { siteId: 'DEN' })).toMatchObject({
      violation: {
        code: 'access.right-missing',
        message: expect.stringContaining('not for this entity, site or item category'),
      },
    });
  });
});

test('a right reaches as far as each grant of it, site and entity together, or everywhere', () => {
  const forMff = { ...atChicago, siteId: null, entityId: 'MFF' };
  expect(scopesWith(given(atChicago, forMff), 'hold.place')).toEqual([
    { siteId: 'CHI', entityId: 'FTB' },
    { siteId: null, entityId: 'MFF' },
  ]);
  expect(scopesWith(given(atChicago, { ...forMff, entityId: null }), 'hold.place')).toBeNull();
  expect(scopesWith(given(atChicago), 'review.decide')).toEqual([]);
});
