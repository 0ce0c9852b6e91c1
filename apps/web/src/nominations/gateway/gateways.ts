import { Injectable } from '@nestjs/common';
import { getReferenceList, type ReferenceEntry } from '@concordat/contracts-partnership-registry';
import { today } from '../../layout/times.js';
import { codeWords } from '../../layout/words.js';
import { Services } from '../../services/services.js';

export type Gateway = Pick<ReferenceEntry, 'code' | 'name'>;

/** The partnership's list of legal gateways. */
@Injectable()
export class Gateways {
  constructor(private readonly services: Services) {}

  /** Those that can be chosen today. */
  async inForce(): Promise<Gateway[]> {
    const { entries } = await this.services.call(getReferenceList, { params: { list: 'gateways' }, query: { on: today() } });
    return entries;
  }

  /** Names by code, of those that can no longer be chosen too. */
  async names(): Promise<(code: string) => string> {
    const { entries } = await this.services.call(getReferenceList, { params: { list: 'gateways' }, query: {} });
    const names = new Map(entries.map(({ code, name }) => [code, name]));
    return (code) => names.get(code) ?? codeWords(code);
  }
}
