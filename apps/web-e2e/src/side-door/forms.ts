import { PLANTED } from './planted.js';

/** A form as it is sent. */
export interface FilledForm {
  fields: Record<string, string | readonly string[]>;
  file: { field: string; name: string; content: string } | null;
}

export interface PageForm {
  method: 'get' | 'post';
  action: string;
  /** Fields by name: their tag as it stands in the page. */
  fields: readonly Field[];
}

interface Field {
  name: string;
  type: string;
  value: string;
}

const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#39;', "'") ?? '';

/** What an input takes: the type of most is `text`, and what is to be typed says how. */
const kindOf = (tag: string): string => ({ numeric: 'number', tel: 'tel' })[attribute(tag, 'inputmode')] ?? (attribute(tag, 'type') || 'text');

/** The forms of a page's main part. */
export function formsIn(html: string, address: string): PageForm[] {
  const main = html.slice(Math.max(0, html.indexOf('<main')));
  return Array.from(main.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs), ([, tag = '', inner = '']) => ({
    method: attribute(tag, 'method') === 'post' ? 'post' : 'get',
    action: attribute(tag, 'action') || address,
    fields: Array.from(inner.matchAll(/<(input|textarea|select)\b([^>]*)>(?:(?<=<select[^>]*>)(.*?)<\/select>)?/gs), ([, element = '', attributes = '', options = '']) => ({
      name: attribute(attributes, 'name'),
      type: element === 'input' ? kindOf(attributes) : element,
      value: element === 'select' ? (Array.from(options.matchAll(/<option[^>]*value="([^"]+)"/g)).at(-1)?.[1] ?? '') : attribute(attributes, 'value'),
    })).filter(({ name }) => name !== ''),
  }));
}

const CHOSEN = ['hidden', 'radio', 'checkbox', 'select', 'submit'];

/** Fields of a form that is sent as an address in which somebody types: what they typed would be kept with the address. */
export const typedIntoAddress = ({ method, fields }: PageForm): string[] => (method === 'get' ? fields.filter(({ type }) => !CHOSEN.includes(type)).map(({ name }) => name) : []);

/** Dates that services tell each other on purpose, by the form that asks for them: to find one of them in an event says nothing of anybody. */
const TOLD_ON_PURPOSE = [
  /** Until when somebody's training counts. */
  { field: /^trainingValidTo-/, form: /^\/administration\// },
  /** When an action is due. */
  { field: /^due-/, form: /\/actions\/new$/ },
  /** When an agency signed an agreement. */
  { field: /^on-/, form: /^\/agreements\/[^/]+\/sign$/ },
  /** When a service first reached somebody. */
  { field: /^on-/, form: /^\/referrals\/[^/]+\/contacts\/new$/ },
];

/** Today is neither past nor future, so that most forms take it; others ask for what is to come. */
const dateIn = (days: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(Date.now() + days * 86_400_000);
/** What was refused is tried otherwise: dates, by the times that a form was refused. */
const DATES = [PLANTED.dateOfBirth, dateIn(0), dateIn(14)];
/** Times that a form is filled otherwise. */
export const FILLINGS = DATES.length;

/** What is planted that fits a field by what it is called. */
function textFor(name: string, action: string, filling: number): string {
  const isTold = TOLD_ON_PURPOSE.some(({ field, form }) => field.test(name) && form.test(action));
  const [year = '', month = '', day = ''] = (isTold ? dateIn(filling > 1 ? 14 : 0) : (DATES[filling] ?? '')).split('-');
  if (/-day$/.test(name)) return String(Number(day));
  if (/-month$/.test(name)) return String(Number(month));
  if (/-year$/.test(name)) return year;
  if (/e-?mail/i.test(name)) return PLANTED.email;
  if (/phone|tel|contact/i.test(name)) return PLANTED.phone;
  if (/post-?code/i.test(name)) return PLANTED.postcode;
  if (/address|street|place|where/i.test(name)) return `${PLANTED.street}, ${PLANTED.postcode}`;
  if (/family|last|surname/i.test(name)) return PLANTED.familyName;
  if (/given|first/i.test(name)) return PLANTED.givenName;
  if (/^(name|who|text|q)$/i.test(name)) return `${PLANTED.givenName} ${PLANTED.familyName}`;
  return `${PLANTED.words}, ${PLANTED.givenName} ${PLANTED.familyName}, ${PLANTED.phone}`;
}

/**
 * What names the partnership, what it has and what its agencies signed, in public: other services are told of it, and nobody's
 * name belongs there.
 */
const IN_PUBLIC = /^\/(?:administration\/(?:agencies|decision-clients|directory|forums|partnership|reference-lists)|agreements\/(?:new|[^/]+\/(?:change|sign)))\b/;
const PART_OF_DATE = /-(?:day|month|year)$/;
const PUBLIC_WORDS = 'Said in public';

/**
 * A form as somebody sends it: of each kind of choice one, and what is planted in every field that takes text.
 *
 * @param filling how often it was refused: then other choices are made
 */
export function filledForm({ action, fields }: PageForm, password: string, filling: number): FilledForm {
  const filled: FilledForm = { fields: {}, file: null };
  for (const [name, alike] of Map.groupBy(fields, (field) => field.name)) {
    const { type, value } = alike[filling % alike.length] ?? alike[0]!;
    switch (type) {
      case 'hidden':
      case 'radio':
      case 'checkbox':
      case 'select':
        filled.fields[name] = value;
        break;
      case 'file':
        filled.file = { field: name, name: `${PLANTED.givenName} ${PLANTED.familyName}.txt`, content: Object.values(PLANTED).join('\n') };
        break;
      case 'submit':
        break;
      case 'password':
        filled.fields[name] = password;
        break;
      case 'tel':
        filled.fields[name] = PLANTED.phone;
        break;
      case 'number':
        filled.fields[name] = PART_OF_DATE.test(name) ? textFor(name, action, filling) : '3';
        break;
      default:
        // The time of day that it is, as the page has it.
        filled.fields[name] = name === 'clock' ? value : IN_PUBLIC.test(action) && !PART_OF_DATE.test(name) ? PUBLIC_WORDS : textFor(name, action, filling);
    }
  }
  return filled;
}

/** What is sent where no page has shown a form. */
export const unseenForm = (action: string): FilledForm => ({ fields: IN_PUBLIC.test(action) ? {} : { ...PLANTED }, file: null });
