import { addDirectoryService, changeDirectoryService, getDirectoryService, listDirectoryServices } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { Directory, shownDirectoryService } from './directory.js';

@Controller()
export class DirectoryController {
  constructor(private readonly directory: Directory) {}

  @Endpoint(listDirectoryServices, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async list(@Input() { query }: InputOf<typeof listDirectoryServices>): Promise<OutputOf<typeof listDirectoryServices>> {
    const { items, next } = await this.directory.page(caller().partnershipId, query);
    return { items: items.map(shownDirectoryService), next };
  }

  @Endpoint(getDirectoryService, 'signed-in', { unaudited: 'the partnership’s configuration, which tells of nobody' })
  async get(@Input() { params }: InputOf<typeof getDirectoryService>): Promise<OutputOf<typeof getDirectoryService>> {
    return shownDirectoryService(await this.directory.get(caller().partnershipId, params.serviceId));
  }

  @Endpoint(addDirectoryService, ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addDirectoryService>): Promise<OutputOf<typeof addDirectoryService>> {
    return shownDirectoryService(await this.directory.add(caller().partnershipId, body));
  }

  @Endpoint(changeDirectoryService, ADMINISTRATORS)
  async change(@Input() { params, body }: InputOf<typeof changeDirectoryService>): Promise<OutputOf<typeof changeDirectoryService>> {
    return shownDirectoryService(await this.directory.change(caller().partnershipId, params.serviceId, body));
  }
}
