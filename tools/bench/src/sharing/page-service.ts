import { randomBytes } from 'node:crypto';
import { projectionEntities } from '@concordat/platform-auth';
import { Clock, Database, onStatement, PartnershipRow, partnershipRow, PersistenceModule } from '@concordat/platform-persistence';
import { Sharing, sharingEntities, type ReadableItem } from '@concordat/sharing';
import { defineEntity, p, type EntityDictionary } from '@mikro-orm/core';
import { NestFactory } from '@nestjs/core';

/** What the policy compares of an item; what it says is sealed, and no part of the figures. */
export class PageItem extends PartnershipRow {
  declare caseId: string;
  declare subjectId: string;
  declare ownerAgencyId: string;
  declare category: string;
  declare fields: string[];
  declare marking: string;
  declare existenceShown: boolean;
}

const PageItemSchema = defineEntity({
  class: PageItem,
  tableName: 'item',
  properties: {
    ...partnershipRow, caseId: p.uuid(), subjectId: p.uuid(), ownerAgencyId: p.uuid(), category: p.string(), fields: p.array(), marking: p.string(), existenceShown: p.boolean(),
  },
});

/** What every page of a service goes through: its database, by one role, and the policy. */
export interface PageService {
  database: Database;
  sharing: Sharing;
  close(): Promise<void>;
}

/** @param url of the role that asks; @param at the time, which stands still */
export async function pageService(url: string, at: Date): Promise<PageService> {
  const key = (): string => randomBytes(32).toString('base64');
  const env = { CONCORDAT_DATABASE_URL: url, CONCORDAT_KEYS_DATABASE_URL: url, CONCORDAT_ROOT_KEY: key(), CONCORDAT_SEARCH_KEY: key(), CONCORDAT_DATABASE_CONNECTIONS: '1' };
  const entities = [...projectionEntities, ...sharingEntities, PageItemSchema];
  const app = await NestFactory.createApplicationContext(PersistenceModule.forRoot({ service: 'jag-cases', entities, migrations: [], env }), { logger: ['error'] });
  app.get(Clock).now = () => at;
  const database = app.get(Database);
  return { database, sharing: new Sharing(database), close: () => app.close() };
}

interface Row {
  readable_fields: string[];
  readable_reasons: string[];
}

/** A page by a statement of one's own, over the same driver, and made into the same objects as `Sharing.items` makes. */
export async function pageOf(database: Database, { text, values }: { text: string; values: unknown[] }): Promise<ReadableItem<PageItem>[]> {
  const rows = await database.query<EntityDictionary<PageItem> & Row>(text, values);
  return rows.map((row) => {
    const { readable_fields: fields, readable_reasons: reasons } = row;
    const columns: EntityDictionary<PageItem> = row;
    for (const added of ['readable_fields', 'readable_reasons', 'readable_place', 'readable_said']) Reflect.deleteProperty(columns, added);
    return { item: database.em.map(PageItem, columns), fields, reasons };
  });
}

/** How many statements `work` sent, when nothing else runs beside it. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let sent = 0;
  const stop = onStatement(() => (sent += 1));
  try {
    await work();
  } finally {
    stop();
  }
  return sent;
}
