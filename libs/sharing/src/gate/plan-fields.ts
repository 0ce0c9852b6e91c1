import { CONTACT_MEANS, PLAN_FIELDS, planOfWords, WEEKDAYS, type SafeContactPlan } from '@concordat/contracts-protocol';

/** A plan as the fields of an item; what is not said is left out. */
export function fieldsOfPlan({ means, days, hours, number, email, serviceNamed, words, mustNotAnswer, more }: SafeContactPlan): Record<string, string> {
  const all = {
    safeMeans: means.join(', '), safeDays: days.join(', '), safeHours: hours === null ? '' : `${hours.from} to ${hours.until}`, serviceNamed: serviceNamed ? 'Yes' : 'No',
    safeWords: words, mustNotAnswer, safeContact: more, telephone: number, email,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** The plan that an item holds; null for an item that is none. A field that the reader may not see counts as not said. */
export function planOf(fields: Readonly<Record<string, string>>): SafeContactPlan | null {
  if (!PLAN_FIELDS.some((code) => fields[code] !== undefined)) return null;
  const listed = (code: string): string[] => (fields[code] ?? '').split(', ');
  const [from, until] = (fields['safeHours'] ?? '').split(' to ');
  return {
    ...planOfWords(fields['safeContact'] ?? ''),
    means: CONTACT_MEANS.filter((one) => listed('safeMeans').includes(one)),
    days: WEEKDAYS.filter((one) => listed('safeDays').includes(one)),
    hours: from !== undefined && until !== undefined ? { from, until } : null,
    number: fields['telephone'] ?? '',
    email: fields['email'] ?? '',
    serviceNamed: fields['serviceNamed'] === 'Yes',
    words: fields['safeWords'] ?? '',
    mustNotAnswer: fields['mustNotAnswer'] ?? '',
  };
}

/** What a contact asks of the plan: by what means, and when. */
export interface PlannedContact {
  means: SafeContactPlan['means'][number];
  at: Date;
}

const LONDON = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** What of the plan speaks against a contact; null where nothing does. A plan without a means was agreed in words alone. */
export function againstPlan({ means, days, hours }: SafeContactPlan, contact: PlannedContact): 'means' | 'time' | null {
  if (means.length > 0 && !means.includes(contact.means)) return 'means';
  const parts = new Map(LONDON.formatToParts(contact.at).map(({ type, value }) => [type, value]));
  const day = parts.get('weekday')?.toLowerCase();
  const clock = `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`;
  if (days.length > 0 && !days.some((one) => one === day)) return 'time';
  return hours !== null && (clock < hours.from || clock >= hours.until) ? 'time' : null;
}
