import { type SQL, sql } from 'drizzle-orm';
import { isoText } from './iso-text.ts';

/** A signature as JSON, as it is shown wherever what was signed is shown (`ShownSignature`); `row` names the table's row. */
export const signatureAsShown = (
  row: SQL,
): SQL => sql`jsonb_build_object('signatureId', ${row}.id, 'printedName', ${row}.printed_name,
  'at', ${isoText(sql`${row}.signed_at`)}, 'timeZone', ${row}.time_zone, 'meaning', ${row}.meaning)`;

/** The signature with an id; null where there is none. */
export const signatureWithId = (id: SQL): SQL =>
  sql`(select ${signatureAsShown(sql`signed`)} from signatures signed where signed.id = ${id})`;
