import { createHash } from 'node:crypto';
import { PersistenceModule, Sealer, SearchTokens, SubjectKeys } from '@concordat/platform-persistence';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Client } from 'pg';
import { v7 } from 'uuid';
import { withClient } from '../bench-database.js';

/** A case of the demo, and how many the world shall have beside it. */
export interface CaseWorld {
  /** jag-cases' environment: its databases and keys. */
  env: Readonly<Record<string, string>>;
  /** The same database, as a superuser. */
  adminUrl: string;
  cases: number;
}

type Row = Record<string, unknown>;

/** Cases of the world are told by it from the demo's. */
export const PREFIX = 'BW';
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A reference such as people see, of a number. */
function referenceOf(number: number): string {
  const letters = Array.from({ length: 6 }, (_, place) => LETTERS[Math.floor(number / LETTERS.length ** (5 - place)) % LETTERS.length] ?? '').join('');
  return `${PREFIX}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

const TOGETHER = 250;
/** Keys that are made at once. */
const KEYS_AT_ONCE = 3;
const GIVEN = ['Aaron', 'Bethan', 'Callum', 'Dina', 'Ewan', 'Farah', 'Gareth', 'Hana', 'Idris', 'Jodie', 'Kian', 'Leila', 'Marcus', 'Niamh', 'Owen', 'Petra'];
const FAMILY = ['Ashdown', 'Birchall', 'Corby', 'Dunmore', 'Ellwood', 'Fenwick', 'Garrow', 'Hartwell', 'Ingram', 'Jessop', 'Kettering', 'Langdale', 'Merrow', 'Norcross', 'Oakham', 'Pelham'];

/** A person of the world, the same in each run. */
function personOf(number: number): { givenName: string; familyName: string; dateOfBirth: string } {
  const digest = createHash('sha256').update(`case ${String(number)}`).digest();
  const at = (list: readonly string[], byte: number): string => list[byte % list.length] ?? '';
  const two = (value: number): string => String(value + 1).padStart(2, '0');
  return {
    givenName: at(GIVEN, digest.readUInt8(0)),
    familyName: `${at(FAMILY, digest.readUInt8(1))}-${at(FAMILY, digest.readUInt8(2))}`,
    dateOfBirth: `${String(2009 + (digest.readUInt8(3) % 6))}-${two(digest.readUInt8(4) % 12)}-${two(digest.readUInt8(5) % 28)}`,
  };
}

/**
 * Fills jag-cases with copies of one case that the demo's people work on: each with a person of its own, with a key of
 * their own, whose items are sealed and whose name is found, as if each had been nominated.
 */
export async function fillCaseWorld({ env, adminUrl, cases }: CaseWorld, say: (line: string) => void): Promise<void> {
  @Module({ imports: [PersistenceModule.forRoot({ service: 'jag-cases', entities: [], migrations: [], env })] })
  class World {}

  const app = await NestFactory.createApplicationContext(World, { logger: false });
  try {
    const makers = { sealer: app.get(Sealer), keys: app.get(SubjectKeys), tokens: app.get(SearchTokens) };
    await withClient(adminUrl, async (client) => {
      const template = await templateOf(client);
      for (let done = 0; done < cases; done += TOGETHER) {
        const numbers = Array.from({ length: Math.min(TOGETHER, cases - done) }, (_, index) => done + index);
        await writeCases(client, template, makers, numbers);
        if (done % 5_000 === 0) say(`  filling: ${String(done)} of ${String(cases)} cases`);
      }
      // As a database stands that was not filled a moment ago: the server's own vacuum would go on beside what is measured.
      await client.query('vacuum analyze');
    });
  } finally {
    await app.close();
  }
}

interface Template {
  case: Row;
  states: Row[];
  circle: Row[];
  items: Row[];
  subject: Row;
}

/** The case of the demo with the most items that is being responded to. */
async function templateOf(client: Client): Promise<Template> {
  const rows = async (text: string, values: unknown[] = []): Promise<Row[]> => (await client.query<{ row: Row }>(`select to_jsonb(found) as row from (${text}) as found`, values)).rows.map(({ row }) => row);
  const [found] = await rows(`select * from "case" c where state = 'responding' order by (select count(*) from item i where i.case_id = c.id) desc limit 1`);
  if (found === undefined) throw new Error('The demo has no case that is being responded to');
  const of = (table: string): Promise<Row[]> => rows(`select * from ${table} where case_id = $1`, [found['id']]);
  const [subject] = await rows('select s.* from subject s join case_subject l on l.subject_id = s.id where l.case_id = $1 limit 1', [found['id']]);
  return { case: { ...found, criteria: null }, states: (await of('case_state')).map((row) => ({ ...row, reason: null })), circle: await of('circle_entry'), items: await of('item'), subject: subject ?? {} };
}

interface Makers {
  sealer: Sealer;
  keys: SubjectKeys;
  tokens: SearchTokens;
}

async function writeCases(client: Client, template: Template, { sealer, keys, tokens }: Makers, numbers: readonly number[]): Promise<void> {
  const rows: Record<string, Row[]> = { subject: [], case: [], case_subject: [], case_state: [], circle_entry: [], item: [], search_token: [] };
  const add = (table: string, like: Row, changes: Row): void => void rows[table]?.push({ ...like, ...changes, id: changes['id'] ?? v7(), version: 1 });
  const partnershipId = String(template.case['partnership_id']);
  const people = numbers.map((number) => ({ number, subjectId: v7(), caseId: v7(), ...personOf(number) }));
  const waiting = [...people];
  await Promise.all(
    Array.from({ length: KEYS_AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await keys.create(next.subjectId);
    }),
  );
  for (const { number, subjectId, caseId, ...person } of people) {
    // One each quarter of an hour back from the newest, so that each has a place in every order.
    const nominatedAt = new Date(Date.now() - number * 900_000).toISOString();
    add('subject', template.subject, { id: subjectId });
    add('case', template.case, { id: caseId, reference: referenceOf(number), nominated_at: nominatedAt, state: number % 4 === 0 ? 'responding' : 'monitoring' });
    add('case_subject', { partnership_id: partnershipId, created_at: nominatedAt, updated_at: nominatedAt }, { case_id: caseId, subject_id: subjectId });
    for (const state of template.states) add('case_state', state, { case_id: caseId });
    for (const entry of template.circle) add('circle_entry', entry, { case_id: caseId });
    for (const item of template.items) {
      const id = v7();
      const fields = contentOf(item, person);
      const content = await sealer.seal(subjectId, { table: 'item', column: 'content', rowId: id }, fields);
      add('item', item, { id, case_id: caseId, subject_id: subjectId, fields: Object.keys(fields).sort(), content: `\\x${content.toString('hex')}` });
      if (item['category'] !== 'identity') continue;
      const found = [
        ...tokens.ofName(partnershipId, `${person.givenName} ${person.familyName}`).map((token) => ({ ...token, field: 'name' })),
        ...tokens.ofDate(partnershipId, person.dateOfBirth).map((token) => ({ ...token, field: 'date-of-birth' })),
      ];
      for (const { field, kind, token } of found) {
        add('search_token', { partnership_id: partnershipId, created_at: nominatedAt, updated_at: nominatedAt }, { subject_id: subjectId, field, kind, token: `\\x${token.toString('hex')}`, item_id: id, item_version: 1 });
      }
    }
  }
  await client.query('begin');
  for (const [table, list] of Object.entries(rows)) {
    if (list.length > 0) await client.query(`insert into "${table}" select (jsonb_populate_record(null::"${table}", row)).* from jsonb_array_elements($1::jsonb) as row`, [JSON.stringify(list)]);
  }
  await client.query('commit');
}

function contentOf(item: Row, person: Record<string, string>): Record<string, string> {
  if (item['category'] === 'identity') return person;
  const fields = Array.isArray(item['fields']) ? item['fields'].map(String) : [];
  return Object.fromEntries(fields.map((field) => [field, 'What was seen and said, in the words of whoever wrote it down, a line or two of it as people write.']));
}
