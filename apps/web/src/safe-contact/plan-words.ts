import { CONTACT_MEANS, WEEKDAYS, type ContactMeans, type ShownPlan } from '@concordat/contracts-protocol';
import { codeWords, list } from '../layout/words.js';

const MEANS: Readonly<Record<ContactMeans, string>> = {
  telephone: 'Telephone call', 'text-message': 'Text message', email: 'Email', letter: 'Letter', visit: 'Visit', school: 'At school', other: 'Another way',
};

export const meansWords = (means: ContactMeans): string => MEANS[means];
/** Means as an item keeps them, e.g. `text-message, school`. */
export const keptMeansWords = (kept: string): string => list(CONTACT_MEANS.filter((one) => kept.split(', ').includes(one)).map(meansWords));

export const meansItems = CONTACT_MEANS.map((value) => ({ value, text: MEANS[value] }));
export const dayItems = WEEKDAYS.map((value) => ({ value, text: codeWords(value) }));

/** A plan, a line each; what was not said is left out. The number and the address are not in it. */
export function planRows({ means, days, hours, serviceNamed, words, mustNotAnswer, more, hasNumber, hasEmail, why = [] }: ShownPlan & { why?: readonly string[] }): { key: string; text: string }[] {
  const kept = [...(hasNumber ? ['a number'] : []), ...(hasEmail ? ['an email address'] : [])];
  const rows = [
    { key: 'Safe means', text: means.length === 0 ? 'None was agreed' : `${list(means.map((one) => MEANS[one].toLowerCase()))}. Nothing else` },
    { key: 'Safe days', text: days.length === 0 ? 'Any day' : list(days.map(codeWords)) },
    { key: 'Safe hours', text: hours === null ? 'Any time' : `${hours.from} to ${hours.until}` },
    { key: 'May you say which service you are?', text: serviceNamed ? 'Yes' : 'No' },
    { key: 'Words to use', text: words },
    { key: 'Must not answer or find out', text: mustNotAnswer },
    { key: 'What else there is to know', text: more },
    { key: 'Kept back', text: kept.length === 0 ? '' : `There is ${list(kept)}` },
    { key: 'Why you can see it', text: why.join('. ') },
  ];
  return rows.filter(({ text }) => text !== '').map(({ key, text }) => ({ key, text: text.charAt(0).toUpperCase() + text.slice(1) }));
}
