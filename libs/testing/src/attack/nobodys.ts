import { createHash } from 'node:crypto';

/** An id that looks like the given one, and that nobody has. */
export const nobodys = (id: string): string => `${id.slice(0, 24)}${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
