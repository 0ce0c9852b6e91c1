import { addForum, changeForum, getForum, listForums } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { Forums, shownForum } from './forums.js';

@Controller()
export class ForumsController {
  constructor(private readonly forums: Forums) {}

  @Endpoint(listForums, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async list(@Input() { query }: InputOf<typeof listForums>): Promise<OutputOf<typeof listForums>> {
    const { items, next } = await this.forums.page(caller().partnershipId, query);
    return { items: items.map(shownForum), next };
  }

  @Endpoint(getForum, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async get(@Input() { params }: InputOf<typeof getForum>): Promise<OutputOf<typeof getForum>> {
    return shownForum(await this.forums.get(caller().partnershipId, params.forumId));
  }

  @Endpoint(addForum, ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addForum>): Promise<OutputOf<typeof addForum>> {
    return shownForum(await this.forums.add(caller().partnershipId, body));
  }

  @Endpoint(changeForum, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeForum>): Promise<OutputOf<typeof changeForum>> {
    return shownForum(await this.forums.change(caller().partnershipId, params.forumId, body));
  }
}
