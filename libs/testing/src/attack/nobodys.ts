import { createHash } from 'node:crypto';

/** An id that looks like the given one, and that nobody has. */
export const nobodys = (id: string): string => `${id.slice(0, 24)}${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;

/** A text of the same shape that nobody has written: each letter is the one seven after it. */
export const nobodysWords = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 7) % 26));
  });
