import { Injectable } from '@nestjs/common';
import { addressed } from './authentication.js';
import { Authenticator } from './authenticator.js';
import type { Ending } from './sign-in-log.js';

/** Begins the token of a sign-in that waits for its second factor; a session's own token never holds a colon. */
const PENDING = 'pending:';

interface Cookie {
  value: string;
  maxAge: number;
}

/**
 * What our callers hold is what the accounts library would put in a cookie: the session's signed token, or the signed
 * name of a sign-in that waits for its second factor. The library made and checks both; we carry them in a header.
 */
@Injectable()
export class SessionTokens {
  constructor(private readonly authenticator: Authenticator) {}

  isPending(token: string): boolean {
    return token.startsWith(PENDING);
  }

  /** Headers with which the library finds the session. */
  async headersOf(token: string): Promise<Headers> {
    if (!this.isPending(token)) return new Headers({ authorization: `Bearer ${token}` });
    return new Headers({ cookie: `${await this.#pendingCookie()}=${token.slice(PENDING.length)}` });
  }

  /** The session that the library opened, from its answer. */
  tokenOf(headers: Headers): string | null {
    return headers.get('set-auth-token');
  }

  /** The same without its signature: as the session is stored. */
  bareOf(headers: Headers): string {
    return this.tokenOf(headers)?.split('.')[0] ?? '';
  }

  /** The sign-in that waits for its second factor, from the library's answer. */
  async pendingOf(headers: Headers): Promise<{ token: string; expiresAt: Date } | null> {
    const cookie = cookieOf(headers, await this.#pendingCookie());
    return cookie === null ? null : { token: `${PENDING}${cookie.value}`, expiresAt: new Date(Date.now() + cookie.maxAge * 1000) };
  }

  /** Who is to give their second factor; null when the sign-in no longer waits. */
  async userOfPending(token: string): Promise<{ user: { id: string; name: string; email: string }; expiresAt: Date } | null> {
    const { internalAdapter } = await this.authenticator.auth.$context;
    const identifier = await this.#identifierOf(token);
    const waiting = identifier === null ? null : await internalAdapter.findVerificationValue(identifier);
    if (waiting === null || waiting.expiresAt <= new Date()) return null;
    const user = await internalAdapter.findUserById(waiting.value);
    return user === null ? null : { user: addressed(user), expiresAt: waiting.expiresAt };
  }

  /** Ends the session, or the sign-in that waits. */
  async forget(token: string, how: Ending): Promise<void> {
    if (!this.isPending(token)) {
      await this.authenticator.signOut(await this.headersOf(token), how);
      return;
    }
    const identifier = await this.#identifierOf(token);
    const { internalAdapter } = await this.authenticator.auth.$context;
    if (identifier !== null) await internalAdapter.deleteVerificationByIdentifier(identifier);
  }

  async #identifierOf(token: string): Promise<string | null> {
    return this.authenticator.signedValue(decoded(token.slice(PENDING.length)));
  }

  async #pendingCookie(): Promise<string> {
    const context = await this.authenticator.auth.$context;
    return context.createAuthCookie('two_factor').name;
  }
}

function cookieOf(headers: Headers, name: string): Cookie | null {
  for (const cookie of headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
    if (!pair.startsWith(`${name}=`)) continue;
    const maxAge = attributes.find((attribute) => attribute.toLowerCase().startsWith('max-age='));
    const seconds = Number(maxAge?.split('=')[1] ?? 0);
    const value = pair.slice(name.length + 1);
    if (value !== '' && seconds > 0) return { value, maxAge: seconds };
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
