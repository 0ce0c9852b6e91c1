import { Injectable } from '@nestjs/common';
import { getReferenceList, listAgencies, type Agency, type ReferenceEntry, type ReferenceList } from '@concordat/contracts-partnership-registry';
import { today } from '../layout/times.js';
import { codeWords } from '../layout/words.js';
import { everyPage } from '../services/every-page.js';
import { Services } from '../services/services.js';

export interface Option {
  value: string;
  text: string;
}

/** A reference list, whose entries stand in records by their codes. */
export class ListedChoices {
  constructor(private readonly entries: readonly ReferenceEntry[]) {}

  name(code: string): string {
    return this.entries.find((entry) => entry.code === code)?.name ?? codeWords(code);
  }

  /** What can be chosen today, and what the record has already. */
  options(kept: string | null = null): Option[] {
    const now = today();
    return this.entries
      .filter(({ code, validFrom, validTo }) => code === kept || (validFrom <= now && (validTo === null || now < validTo)))
      .map(({ code, name }) => ({ value: code, text: name }));
  }
}

/** Agencies of the partnership, by name; those that left come with `known` only where a record still names them. */
export class AgencyChoices {
  constructor(
    readonly here: readonly Agency[],
    private readonly left: readonly Agency[],
  ) {}

  name(agencyId: string): string {
    return [...this.here, ...this.left].find(({ id }) => id === agencyId)?.name ?? 'Another agency';
  }

  options(known: readonly string[] = []): Option[] {
    const kept = this.left.filter(({ id }) => known.includes(id));
    return [...this.here, ...kept].map(({ id, name }) => ({ value: id, text: name }));
  }
}

/** What an administrator chooses from: the partnership's agencies and its reference lists. */
@Injectable()
export class Choices {
  constructor(private readonly services: Services) {}

  async agencies(): Promise<AgencyChoices> {
    const [here, left] = await Promise.all([this.everyAgency('false'), this.everyAgency('true')]);
    return new AgencyChoices(here, left);
  }

  async list(list: ReferenceList): Promise<ListedChoices> {
    const { entries } = await this.services.call(getReferenceList, { params: { list }, query: {} });
    return new ListedChoices(entries);
  }

  /** What agreements name. */
  async ofAgreements(): Promise<{ agencies: AgencyChoices; purposes: ListedChoices; categories: ListedChoices; gateways: ListedChoices }> {
    const [agencies, purposes, categories, gateways] = await Promise.all([this.agencies(), this.list('purposes'), this.list('categories'), this.list('gateways')]);
    return { agencies, purposes, categories, gateways };
  }

  private async everyAgency(left: 'true' | 'false'): Promise<Agency[]> {
    return everyPage((after) => this.services.call(listAgencies, { query: { left, size: 100, ...after } }));
  }
}

/** Codes or ids of choices, for the fields `choiceOf` and `choicesOf`. */
export const valuesOf = (options: readonly Option[]): string[] => options.map(({ value }) => value);
