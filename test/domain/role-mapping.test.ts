import { expect, test } from 'vitest';
import { rolesFromClaims } from '#domain/role-mapping.ts';

const table = [
  { claim: 'groups', value: 'quality-chi', role: 'quality_inspector', site: 'CHI' },
  { claim: 'groups', value: 'quality-all', role: 'quality_inspector' },
  { claim: 'groups', value: 'qa-chi', role: 'quality_inspector', site: 'CHI' },
  { claim: 'realm_access.roles', value: 'holdfast-auditor', role: 'auditor' },
  { claim: 'https://example.com/roles', value: 'finance', role: 'finance', entity: 'FTB' },
];

test('a claim gives a role when it is, or contains, the value, and nothing otherwise', () => {
  expect(rolesFromClaims(table, { groups: ['quality-chi', 'staff'] })).toEqual([
    { role: 'quality_inspector', site: 'CHI' },
  ]);
  expect(rolesFromClaims(table, { groups: 'quality-all' })).toEqual([{ role: 'quality_inspector' }]);
  expect(rolesFromClaims(table, { groups: ['quality'], other: 'quality-chi' })).toEqual([]);
  expect(rolesFromClaims(table, { groups: 'staff quality-chi' })).toEqual([]);
  expect(rolesFromClaims(table, { groups: [['quality-chi'], { value: 'quality-chi' }, 7, null] })).toEqual([]);
});

test('two claims for the same role over the same scope give it once', () => {
  expect(rolesFromClaims(table, { groups: ['quality-chi', 'qa-chi'] })).toEqual([
    { role: 'quality_inspector', site: 'CHI' },
  ]);
});

test('a claim is found by its whole name, dots and all, and along its dots', () => {
  expect(rolesFromClaims(table, { realm_access: { roles: ['holdfast-auditor'] } })).toEqual([{ role: 'auditor' }]);
  const named = { 'https://example.com/roles': ['finance'] };
  expect(rolesFromClaims(table, named)).toEqual([{ role: 'finance', entity: 'FTB' }]);
  expect(rolesFromClaims([{ claim: 'constructor.name', value: 'Object', role: 'auditor' }], {})).toEqual([]);
});
