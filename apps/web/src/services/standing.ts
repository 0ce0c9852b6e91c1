import { Injectable } from '@nestjs/common';
import { sharingStandingRoutes } from '@concordat/contracts-protocol';
import { ProblemError } from '@concordat/platform-errors';
import { Services } from './services.js';

const SHARING = ['jag-cases', 'referrals'] as const;

/** How long what was heard is shown, in milliseconds: it is the same for everybody, and every page asks. */
const KEPT_MS = 10_000;

/** Whether the services that share answer by Own alone, because partnership-registry is silent: every page says so. */
@Injectable()
export class Standing {
  private known: { until: number; silent: Promise<boolean> } | null = null;

  constructor(private readonly services: Services) {}

  /** Asked as the visitor; a service that is away says nothing here, and its own pages say that it is away. */
  isOwnAlone(now = Date.now()): Promise<boolean> {
    if (this.known === null || now >= this.known.until) this.known = { until: now + KEPT_MS, silent: this.ask() };
    return this.known.silent;
  }

  private async ask(): Promise<boolean> {
    const answers = await Promise.all(SHARING.map((service) => this.of(service)));
    return answers.includes(true);
  }

  private async of(service: (typeof SHARING)[number]): Promise<boolean> {
    try {
      return (await this.services.call(sharingStandingRoutes(service).standing, {})).ownAlone;
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }
}
