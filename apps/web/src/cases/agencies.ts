import { Injectable } from '@nestjs/common';
import { listAgencies, type Agency } from '@concordat/contracts-partnership-registry';
import { Services } from '../services/services.js';

/** Agencies of the partnership, as choices of a form. */
@Injectable()
export class Agencies {
  constructor(private readonly services: Services) {}

  /** All that belong to the partnership now, by name. */
  async all(): Promise<Agency[]> {
    const found: Agency[] = [];
    let after: string | null = null;
    do {
      const { items, next }: { items: Agency[]; next: string | null } = await this.services.call(listAgencies, {
        query: { size: 100, ...(after === null ? {} : { after }) },
      });
      found.push(...items);
      after = next;
    } while (after !== null);
    return found;
  }
}

/** Agencies as radio buttons, check boxes or a select show them. */
export function agencyChoices(agencies: readonly Pick<Agency, 'id' | 'name'>[]): { value: string; text: string }[] {
  return agencies.map(({ id, name }) => ({ value: id, text: name }));
}
