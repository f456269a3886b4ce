/** An object without what nobody said: a field that is left out, where the schema's type would say undefined. */
export const defined = <Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } =>
  // What is left has no undefined value, which is what the type says of it.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]: Exclude<Fields[Key], undefined>;
  };
