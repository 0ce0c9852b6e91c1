import { NotSignedInError } from '@concordat/platform-errors';
import { networkOf } from '@concordat/platform-http';
import { isIP } from 'node:net';

/** The token of `Authorization: Session <token>`. @throws NotSignedInError without one */
export function sessionOf(authorization: string | undefined): string {
  const token = /^Session ([\w.:%+/=-]{10,500})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new NotSignedInError();
  return token;
}

/** What attempts are counted by: the network of the browser where the web gives its address, or else of the connection. */
export const addressOf = (browser: string | undefined, connection: string): string => networkOf(browser !== undefined && isIP(browser) !== 0 ? browser : connection);
