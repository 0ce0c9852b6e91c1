const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const lists = new Intl.ListFormat('en-GB');

/** `1,234`, `0.5`; nothing for no number. */
export function number(value: unknown): string {
  return typeof value === 'number' ? numbers.format(value) : '';
}

/** `1 case`, `2 cases`, `0 people`: with the plural given where it is not an added s. */
export function count(value: unknown, one: string, many = `${one}s`): string {
  const amount = typeof value === 'number' ? value : 0;
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

/** `one, two and three` */
export function list(values: unknown): string {
  return Array.isArray(values) ? lists.format(values.map(String)) : '';
}

/** A code as words: `awaiting-triage` is `Awaiting triage`. For a code that no presenter gives words to. */
export function codeWords(value: unknown): string {
  if (typeof value !== 'string') return '';
  const words = value.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('-', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A text in the parts between which a line may end: in an email address behind its sign and before each stop, nowhere in a word of it. */
export function breaks(value: unknown): string[] {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.replaceAll(/\S+@\S+/g, (address) => address.replaceAll('@', '@\0').replaceAll(/\.(?=\S)/g, '\0.')).split('\0');
}
