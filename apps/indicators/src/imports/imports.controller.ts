import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { listImports } from '@concordat/contracts-indicators';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Database } from '@concordat/platform-persistence';
import { Controller } from '@nestjs/common';
import { ImportRun } from './import-run.entity.js';

@Controller()
export class ImportsController {
  constructor(private readonly database: Database) {}

  @Endpoint(listImports, 'signed-in', { unaudited: 'figures of areas and periods, which tell of nobody' })
  async listImports(@Input() { query }: InputOf<typeof listImports>): Promise<OutputOf<typeof listImports>> {
    const { partnershipId } = caller();
    const page = await this.database.rows(ImportRun).page({ partnershipId }, { order: [{ createdAt: 'desc' }, { id: 'desc' }], after: query.after, size: query.size });
    return {
      items: page.items.map(({ id, kind, fileName, createdAt, rows, added, restated, unchanged }) => ({
        id, kind, fileName, importedAt: createdAt.toISOString(), rows, added, restated, unchanged,
      })),
      next: page.next,
    };
  }
}
