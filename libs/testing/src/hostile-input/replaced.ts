/** A value with each text and number in it as `change` makes it, who is told the name that it stands under; in `agencyIds` that is `agencyId`. */
export function replaced(value: unknown, change: (leaf: string | number, name: string) => unknown, name = ''): unknown {
  if (typeof value === 'string' || typeof value === 'number') return change(value, name);
  if (Array.isArray(value)) return value.map((one) => replaced(one, change, name.replace(/s$/, '')));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, change, key)]));
}
