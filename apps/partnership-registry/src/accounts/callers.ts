import { NotSignedInError } from '@concordat/platform-errors';
import { isIP } from 'node:net';

/** The token of `Authorization: Session <token>`. @throws NotSignedInError without one */
export function sessionOf(authorization: string | undefined): string {
  const token = /^Session ([\w.:%+/=-]{10,500})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new NotSignedInError();
  return token;
}

/** What attempts are counted by: the browser's address where the web gives it, or the connection's. */
export const addressOf = (browser: string | undefined, connection: string): string => (browser !== undefined && isIP(browser) !== 0 ? browser : connection);
