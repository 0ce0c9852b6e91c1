import type { Words } from './words.js';

/** A file of a slice: its path in the workspace and its text. */
export interface SliceFile {
  path: string;
  text: string;
}

/** The files of a slice, as the services' own slices have them. */
export function sliceFiles(service: string, words: Words): SliceFile[] {
  const folder = `apps/${service}/src/${words.many}`;
  return [
    { path: `libs/contracts/${service}/src/${words.many}.ts`, text: contract(service, words) },
    { path: `${folder}/${words.one}.entity.ts`, text: entity(words) },
    { path: `${folder}/${words.many}.ts`, text: provider(words) },
    { path: `${folder}/${words.many}.controller.ts`, text: controller(service, words) },
    { path: `apps/${service}/src/migrations/${words.many}.migration.ts`, text: migration(words) },
  ];
}

const contract = (service: string, { many, one, Class, Classes }: Words): string => `import { defineRoute, id, instant, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';

const service = '${service}' as const;

export const ${lower(Class)}View = z.strictObject({ id, version, name: line, createdAt: instant });

export const list${Classes} = defineRoute({
  service,
  method: 'GET',
  path: '/${many}',
  summary: '${sentence(many)} of my partnership',
  query: pageQuery,
  response: pageOf(${lower(Class)}View),
});

export const read${Class} = defineRoute({
  service,
  method: 'GET',
  path: '/${many}/:${lower(Class)}Id',
  summary: 'One ${one.replaceAll('-', ' ')}',
  params: z.strictObject({ ${lower(Class)}Id: id }),
  response: ${lower(Class)}View,
});

export const add${Class} = defineRoute({
  service,
  method: 'POST',
  path: '/${many}',
  summary: 'Add a ${one.replaceAll('-', ' ')}',
  body: z.strictObject({ name: line }),
  response: ${lower(Class)}View,
  status: 201,
});
`;

const entity = ({ Class, table }: Words): string => `import { PartnershipRow, partnershipRow } from '@concordat/platform-persistence';
import { defineEntity, p } from '@mikro-orm/core';

/** What it means in the domain: say it here. */
export class ${Class} extends PartnershipRow {
  declare name: string;
}

export const ${Class}Schema = defineEntity({
  class: ${Class},
  tableName: '${table}',
  properties: { ...partnershipRow, name: p.string() },
});
`;

const provider = ({ one, Class, Classes }: Words): string => `import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Database, type Page } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { ${Class} } from './${one}.entity.js';

@Injectable()
export class ${Classes} {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async page(page: { after?: string | undefined; size: number }): Promise<Page<${Class}>> {
    const { partnershipId } = caller();
    return this.database.rows(${Class}).page({ partnershipId }, { order: [{ createdAt: 'desc' }, { id: 'desc' }], ...page });
  }

  /** @throws NotFoundError for what is hidden, as for what never was */
  async get(id: string): Promise<${Class}> {
    return this.database.rows(${Class}).get({ partnershipId: caller().partnershipId, id });
  }

  async add(name: string): Promise<${Class}> {
    const added = this.database.rows(${Class}).insert({ partnershipId: caller().partnershipId, name });
    await this.audit.record({ action: 'created', kind: '${one}', ids: [added.id] });
    return added;
  }
}
`;

const controller = (service: string, { many, one, Class, Classes }: Words): string => `import { add${Class}, list${Classes}, read${Class} } from '@concordat/contracts-${service}';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import type { ${Class} } from './${one}.entity.js';
import { ${Classes} } from './${many}.js';

@Controller()
export class ${Classes}Controller {
  constructor(private readonly ${lower(Classes)}: ${Classes}) {}

  @Endpoint(list${Classes}, 'signed-in')
  async list(@Input() { query }: InputOf<typeof list${Classes}>): Promise<OutputOf<typeof list${Classes}>> {
    const { items, next } = await this.${lower(Classes)}.page(query);
    return { items: items.map(view), next };
  }

  @Endpoint(read${Class}, 'signed-in')
  async read(@Input() { params }: InputOf<typeof read${Class}>): Promise<OutputOf<typeof read${Class}>> {
    return view(await this.${lower(Classes)}.get(params.${lower(Class)}Id));
  }

  @Endpoint(add${Class}, { roles: ['coordinator', 'manager'] })
  async add(@Input() { body }: InputOf<typeof add${Class}>): Promise<OutputOf<typeof add${Class}>> {
    return view(await this.${lower(Classes)}.add(body.name));
  }
}

function view({ id, version, name, createdAt }: ${Class}): OutputOf<typeof read${Class}> {
  return { id, version, name, createdAt: createdAt.toISOString() };
}
`;

const migration = ({ Classes, table }: Words): string => `import { Migration } from '@mikro-orm/migrations';
import { partnershipTable } from '@concordat/platform-persistence';

export class ${Classes}Table extends Migration {
  override up(): void {
    const statements = [
      ...partnershipTable('${table}', 'name text not null', { grants: 'select, insert, update' }),
      'create index ${table}_by_time on ${table} (partnership_id, created_at desc, id desc)',
    ];
    for (const statement of statements) this.addSql(statement);
  }
}
`;

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const sentence = (kebab: string): string => {
  const words = kebab.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
