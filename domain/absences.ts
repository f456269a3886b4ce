/** Somebody is away from an instant until another, and who is asked meanwhile. */
export type Absence = {
  absenceId: string;
  userId: string;
  standInId: string | null;
  fromAt: Date;
  untilAt: Date;
};

/** A person who is told, and for whom where they stand in for somebody. */
export type Recipient = { userId: string; standingInFor: string | null };

/**
 * Who is told instead of a person: themselves while they are there, else their stand-in, or the stand-in of that one where
 * they are away too. Null where nobody is there: a circle of people who stand in for each other ends so as well.
 */
export function whoIsThere(userId: string, absences: readonly Absence[]): Recipient | null {
  const seen = new Set<string>();
  let current = userId;
  while (!seen.has(current)) {
    seen.add(current);
    const away = absences.find((absence) => absence.userId === current);
    if (!away) return { userId: current, standingInFor: current === userId ? null : userId };
    if (away.standInId === null) return null;
    current = away.standInId;
  }
  return null;
}
