import { createHash } from 'node:crypto';

/** Somebody and something that nobody else is called: wherever one of these turns up, it came from what was typed. */
export const PLANTED = {
  givenName: 'Zebulonia',
  familyName: 'Quillfeatherstone',
  dateOfBirth: '2011-11-17',
  street: '1746 Xylograph Crescent',
  postcode: 'ZQ7 9XK',
  phone: '07700 900461',
  email: 'zebulonia.quillfeatherstone@vexillology.example',
  words: 'the unmistakable quomodocunquize of Thursday',
} as const;

/** Ways in which a date is written. A date of birth alone is no accident here: nobody of the demo was born then. */
function datesOf(isoDate: string): string[] {
  const [year = '', month = '', day = ''] = isoDate.split('-');
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date(isoDate));
  return [isoDate, `${day}/${month}/${year}`, `${Number(day)} ${name} ${year}`, `${day}${month}${year}`, `${year}${month}${day}`];
}

const TEXTS: readonly string[] = [
  PLANTED.givenName, PLANTED.familyName, ...datesOf(PLANTED.dateOfBirth), PLANTED.street, 'Xylograph', PLANTED.postcode, PLANTED.postcode.replace(' ', ''),
  PLANTED.phone, PLANTED.phone.replace(' ', ''), '+447700900461', PLANTED.email, 'vexillology', PLANTED.words, 'quomodocunquize',
];

/** Base64 of a text wherever it begins within three bytes, without what depends on its neighbours. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((shift) => Buffer.from(`${'\0'.repeat(shift)}${text}`).toString('base64').replaceAll('=', '').slice(shift === 0 ? 0 : shift + 1, -2));
}

interface Needle {
  text: string;
  written: string;
}

const NEEDLES: readonly Needle[] = TEXTS.flatMap((text) => {
  const cases = [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
  const disguised = cases.flatMap((one) => [
    ...base64Of(one).filter((coded) => coded.length >= 9), Buffer.from(one).toString('hex'),
    ...['sha256', 'sha1', 'md5'].flatMap((digest) => (['hex', 'base64', 'base64url'] as const).map((form) => createHash(digest).update(one).digest(form).replaceAll('=', ''))),
  ]);
  return [text, encodeURIComponent(text), text.replaceAll(' ', '+'), ...disguised].map((written) => ({ text, written: written.toLowerCase() }));
});

/** A few letters or digits stand somewhere in every megabyte of sealed text or of random ids: such a needle has to stand alone. */
const BRIEF = /^[a-z0-9]{1,8}$/;

/** Where something planted is written in `low`, or -1. */
function placeOf(low: string, written: string): number {
  return BRIEF.test(written) ? low.search(new RegExp(`(?<![a-z0-9+/.])${written}(?![a-z0-9+/])`)) : low.indexOf(written);
}

/** What of the planted is in `haystack`: as it is, escaped, in base64, in hexadecimal, or as a digest that anybody can make. */
export function plantedIn(haystack: string): string[] {
  const low = haystack.replaceAll(/\\u([0-9a-f]{4})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16))).toLowerCase();
  return [...new Set(NEEDLES.flatMap(({ text, written }) => (placeOf(low, written) < 0 ? [] : [text])))];
}

/** The first place of something planted, with what is around it. */
export function firstPlace(haystack: string): string {
  const low = haystack.toLowerCase();
  const at = Math.min(...NEEDLES.map(({ written }) => placeOf(low, written)).filter((place) => place >= 0));
  return haystack.slice(Math.max(0, at - 120), at + 80).replaceAll(/\s+/g, ' ');
}
