import { describe, expect, test } from 'vitest';
import type { Condition } from '#domain/conditions.ts';
import type { ReleaseState } from '#domain/release-approval.ts';
import { isKeptByHolds, reachOfStop } from '#domain/release-stop.ts';

test('holds put a delay off only where they keep all of it and nothing was let go before', () => {
  const partly = [
    { location: 'C-01', heldBy: ['H-1'] },
    { location: 'C-02', heldBy: [] },
  ];
  const all = [{ location: 'C-01', heldBy: ['H-1'] }];
  expect(isKeptByHolds({ state: 'open', places: all })).toBe(true);
  expect(isKeptByHolds({ state: 'open', places: partly })).toBe(false);
  expect(isKeptByHolds({ state: 'open', places: [] })).toBe(false);
  expect(isKeptByHolds({ state: 'released_urgently', places: all })).toBe(false);
});

describe('the hold that a stopped release leaves', () => {
  const at = (siteId: string, locationId = 'C-01', condition: Condition = 'pending_inspection', ownerId = 'MFF') => ({
    siteId,
    locationId,
    condition,
    ownerId,
  });
  const reach = (
    state: ReleaseState,
    ended: 'failed' | 'rejected' | 'overdue',
    ...standing: ReturnType<typeof at>[]
  ) => {
    const { siteId, locationId } = reachOfStop({ lotId: 'L', siteId: 'EWR', ownerId: 'MFF', state }, ended, standing);
    return [siteId, locationId];
  };
  const approved = at('EWR', 'C-02', 'approved');

  test('for results that failed reaches the lot at the site, and everywhere once its stock was let go or is gone', () => {
    expect(reach('open', 'failed', at('EWR'), approved)).toEqual(['EWR', null]);
    expect(reach('open', 'failed', at('EWR'), at('CHI'))).toEqual(['EWR', null]);
    expect(reach('released_urgently', 'failed', at('EWR'))).toEqual(['EWR', null]);
    expect(reach('released_urgently', 'failed', at('EWR'), at('CHI'))).toEqual([null, null]);
    expect(reach('released_urgently', 'overdue', at('CHI'))).toEqual([null, null]);
    expect(reach('open', 'failed')).toEqual([null, null]);
  });

  test.each(['rejected', 'overdue'] as const)(
    'for what was %s reaches what waits, where that stands apart',
    (ended) => {
      expect(reach('open', ended, at('EWR'))).toEqual(['EWR', null]);
      expect(reach('open', ended, at('EWR'), approved)).toEqual(['EWR', 'C-01']);
      expect(reach('open', ended, at('EWR'), at('EWR', 'C-03', 'pending_inspection', 'FTB'))).toEqual(['EWR', 'C-01']);
      expect(reach('open', ended, at('EWR'), at('EWR', 'C-01', 'approved'))).toEqual(['EWR', null]);
      expect(reach('open', ended, at('EWR'), at('EWR', 'C-03'), approved)).toEqual(['EWR', null]);
      expect(reach('released_urgently', ended, at('EWR'), approved)).toEqual(['EWR', null]);
    },
  );
});
