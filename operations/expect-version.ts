import { allow, type Result, refuse } from '#domain/result.ts';

/** Somebody else changed it since it was read: what was proposed on the old one is not what is meant now. */
export const expectVersion = (current: number, expected: number): Result<void> =>
  current === expected
    ? allow(undefined)
    : refuse(
        'policy.version-changed',
        `It is at version ${current} now, not ${expected}: read it again`,
        '/expectedVersion',
      );
