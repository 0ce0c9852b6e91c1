import { Injectable, Logger } from '@nestjs/common';
import type { Role } from '@concordat/contracts-protocol';
import { NotSignedInError, ProblemError } from '@concordat/platform-errors';
import type { Visit } from '../session/visit.js';

/** One card of the home page: how much waits, what of it comes first, and where the rest is. */
export interface Card {
  title: string;
  /** The title's link, e.g. to the whole list. */
  href: string;
  /** Shown large, e.g. how many wait. */
  number?: number;
  text?: string;
  /** A few lines, the most urgent first; `hint` below each, e.g. when it is due, and why the reader can see what it tells. */
  items?: readonly { text: string; href: string; hint?: string; why?: readonly string[] }[];
  /** What to say when there is neither text nor item. */
  empty?: string;
}

export interface CardSource {
  /** Cards stand in this order. */
  order: number;
  /** Shown to those who act in one of these roles; to everybody when left out. */
  roles?: readonly Role[];
  title: string;
  /** Null shows no card. */
  load: (visit: Visit) => Promise<Card | null>;
}

/** The home page's cards: each section's module adds its own in its constructor. */
@Injectable()
export class HomeCards {
  private readonly sources: CardSource[] = [];
  private readonly logger = new Logger('home');

  add(source: CardSource): void {
    this.sources.push(source);
    this.sources.sort((one, other) => one.order - other.order);
  }

  async of(visit: Visit): Promise<(Card & { away?: boolean })[]> {
    const shown = this.sources.filter(({ roles }) => roles === undefined || visit.hasRole(...roles));
    const cards = await Promise.all(shown.map((source) => this.load(source, visit)));
    return cards.filter((card) => card !== null);
  }

  /** A service that is away costs its card, not the page. */
  private async load(source: CardSource, visit: Visit): Promise<(Card & { away?: boolean }) | null> {
    try {
      return await source.load(visit);
    } catch (error) {
      if (!(error instanceof ProblemError) || error instanceof NotSignedInError) throw error;
      this.logger.warn(`${source.title}: ${error.message}`);
      return { title: source.title, href: '', away: true };
    }
  }
}
