import { addReferenceEntry, changeReferenceEntry, getReferenceList } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { ReferenceLists, shownEntry } from './reference-lists.js';

@Controller()
export class ReferenceListsController {
  constructor(private readonly lists: ReferenceLists) {}

  @Endpoint(getReferenceList, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async get(@Input() { params, query }: InputOf<typeof getReferenceList>): Promise<OutputOf<typeof getReferenceList>> {
    const entries = await this.lists.entries(caller().partnershipId, params.list, query.on);
    return { entries: entries.map(shownEntry) };
  }

  @Endpoint(addReferenceEntry, ADMINISTRATORS)
  async add(@Input() { params, body }: InputOf<typeof addReferenceEntry>): Promise<OutputOf<typeof addReferenceEntry>> {
    return shownEntry(await this.lists.add(caller().partnershipId, params.list, body));
  }

  @Endpoint(changeReferenceEntry, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeReferenceEntry>): Promise<OutputOf<typeof changeReferenceEntry>> {
    const { version, ...details } = body;
    return shownEntry(await this.lists.change(caller().partnershipId, params.entryId, version, details));
  }
}
