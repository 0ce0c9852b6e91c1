import { Injectable } from '@nestjs/common';
import { listAgencies, type Agency } from '@concordat/contracts-partnership-registry';
import { everyPage } from '../services/every-page.js';
import { Services } from '../services/services.js';

/** Agencies of the partnership, as choices of a form. */
@Injectable()
export class Agencies {
  constructor(private readonly services: Services) {}

  /** All that belong to the partnership now, by name. */
  async all(): Promise<Agency[]> {
    return everyPage((after) => this.services.call(listAgencies, { query: { size: 100, ...after } }));
  }
}

/** Agencies as radio buttons, check boxes or a select show them. */
export function agencyChoices(agencies: readonly Pick<Agency, 'id' | 'name'>[]): { value: string; text: string }[] {
  return agencies.map(({ id, name }) => ({ value: id, text: name }));
}
