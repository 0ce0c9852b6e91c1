import { Injectable } from '@nestjs/common';
import type { Role } from '@concordat/contracts-protocol';
import { ProblemError } from '@concordat/platform-errors';
import type { Visit } from '../session/visit.js';

/** One entry of the service navigation. */
export interface Section {
  text: string;
  href: string;
  /** Where its pages are below, if not below `href`. */
  within?: string;
  /** Sections stand in this order. */
  order: number;
  /** Shown to those who act in one of these roles; to everybody when left out. */
  roles?: readonly Role[];
  /** A number shown behind the text when it is not 0, e.g. unread notices. */
  count?: (visit: Visit) => Promise<number>;
}

export interface NavigationItem {
  text: string;
  href: string;
  current: boolean;
  active: boolean;
}

/** The sections of the service: each section's module adds its own in its constructor. */
@Injectable()
export class Navigation {
  private readonly sections: Section[] = [{ text: 'Home', href: '/', order: 0 }];

  add(section: Section): void {
    this.sections.push(section);
    this.sections.sort((one, other) => one.order - other.order);
  }

  async of(visit: Visit): Promise<NavigationItem[]> {
    if (visit.acting === null) return [];
    const shown = this.sections.filter((section) => section.roles === undefined || visit.hasRole(...section.roles));
    return Promise.all(
      shown.map(async ({ text, href, within, count }) => {
        const number = count === undefined ? 0 : await countOf(() => count(visit));
        return {
          text: number === 0 ? text : `${text} (${number})`,
          href,
          current: visit.path === href,
          active: href !== '/' && visit.path.startsWith(`${within ?? href}/`),
        };
      }),
    );
  }
}

/** A service that is away costs the number, not the page. */
async function countOf(count: () => Promise<number>): Promise<number> {
  try {
    return await count();
  } catch (error) {
    if (error instanceof ProblemError) return 0;
    throw error;
  }
}
