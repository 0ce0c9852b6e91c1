import type { ServiceName } from '@concordat/contracts-protocol';

/** What the demo partnership is loaded into: an installation that is up and empty. */
export interface DemoEnvironment {
  /** Base address of every service. */
  services: Readonly<Record<ServiceName, string>>;
  /** Each service's own settings, as its process has them. */
  settings: Readonly<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** Says what is being done, in a few words, while it lasts. */
  progress(what: string): void;
}

/** Someone of the demo whom a newcomer may sign in as. */
export interface DemoAccount {
  name: string;
  email: string;
  password: string;
  /** What they do and where, e.g. `Safeguarding lead, Hollycroft Park Academy`. */
  does: string;
  /** What is worth trying as this person. */
  toTry: string;
}
