import { PLANTED } from './planted.js';

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

/** The forms of a page's main part. */
export function formsIn(html: string, address: string): PageForm[] {
  const main = html.slice(Math.max(0, html.indexOf('<main')));
  return Array.from(main.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs), ([, tag = '', inner = '']) => ({
    method: attribute(tag, 'method') === 'post' ? 'post' : 'get',
    action: attribute(tag, 'action') || address,
    fields: Array.from(inner.matchAll(/<(input|textarea|select)\b([^>]*)>(?:(.*?)<\/select>)?/gs), ([, element = '', attributes = '', options = '']) => ({
      name: attribute(attributes, 'name'),
      type: element === 'input' ? attribute(attributes, 'type') || 'text' : element,
      value: element === 'select' ? (Array.from(options.matchAll(/<option[^>]*value="([^"]+)"/g)).at(-1)?.[1] ?? '') : attribute(attributes, 'value'),
    })).filter(({ name }) => name !== ''),
  }));
}

/** Dates that services tell each other on purpose, by the form that asks for them: to find one of them in an event says nothing of anybody. */
const TOLD_ON_PURPOSE = [
  /** Until when somebody's training counts. */
  { field: /^trainingValidTo-/, form: /^\/administration\// },
  /** When an action is due. */
  { field: /^due-/, form: /\/actions\/new$/ },
  /** When a service first reached somebody. */
  { field: /^on-/, form: /^\/referrals\/[^/]+\/contacts\/new$/ },
];

/** Neither past nor future, so that every form takes it. */
const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date());

/** What is planted that fits a field by what it is called. */
function textFor(name: string, action: string): string {
  const isTold = TOLD_ON_PURPOSE.some(({ field, form }) => field.test(name) && form.test(action));
  const [year = '', month = '', day = ''] = (isTold ? today() : PLANTED.dateOfBirth).split('-');
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

/** A form as somebody sends it: the first choice of each kind, and what is planted in every field that takes text. */
export function filledForm({ action, fields }: PageForm): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const { name, type, value } of fields) {
    if (name in filled && type !== 'hidden') continue;
    switch (type) {
      case 'hidden':
      case 'radio':
      case 'checkbox':
      case 'select':
        filled[name] = value;
        break;
      case 'file':
      case 'submit':
        break;
      case 'email':
        filled[name] = PLANTED.email;
        break;
      case 'tel':
        filled[name] = PLANTED.phone;
        break;
      case 'number':
        filled[name] = '3';
        break;
      default:
        filled[name] = textFor(name, action);
    }
  }
  return filled;
}
