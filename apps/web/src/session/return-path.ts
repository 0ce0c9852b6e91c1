import { z } from 'zod';

/** Where to go after signing in: a path of ours and nothing else, so that no link can lead people elsewhere. */
export function returnPath(given: unknown): string {
  const read = z.string().max(2000).safeParse(given);
  if (!read.success || !/^\/(?![/\\])/.test(read.data) || /[\p{Cc}\\]/u.test(read.data)) return '/';
  const address = new URL(read.data, 'http://here.invalid');
  if (address.host !== 'here.invalid' || /^\/(sign-in|sign-out)(\/|$)/.test(address.pathname)) return '/';
  return address.pathname + address.search;
}

/** `path` with `return` in its query, unless that is the home page. */
export function withReturn(path: string, to: string): string {
  return to === '/' ? path : `${path}?${new URLSearchParams({ return: to }).toString()}`;
}
