/** A service as an attacker sees it. */
export interface Target {
  name: string;
  url: string;
  /** Its OpenAPI document. */
  openapi: unknown;
  /** Which of its public routes ask for a session, where a service has any. */
  inSession?: (operation: { method: string; path: string }) => boolean;
}

/** Somebody who can sign in: gives a token for a service, asked often, so that it never runs out. */
export interface Person {
  name: string;
  tokenFor: (service: string) => Promise<string>;
  /** What their session is asked for by, at the routes that ask for one. */
  session: string;
  /** Whether the session that they opened still holds. */
  stillSignedIn: () => Promise<boolean>;
}
