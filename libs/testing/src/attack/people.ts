/** A service as an attacker sees it. */
export interface Target {
  name: string;
  url: string;
  /** Its OpenAPI document. */
  openapi: unknown;
}

/** Somebody who can sign in: gives a token for a service, asked often, so that it never runs out. */
export interface Person {
  name: string;
  tokenFor: (service: string) => Promise<string>;
  /** Whether the session that they opened still holds. */
  stillSignedIn: () => Promise<boolean>;
}
