import { addReferenceEntry, changeReferenceEntry, getReferenceList, referenceList, type ReferenceEntry, type ReferenceList } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { done, page, redirect, type Answer } from '../../layout/answers.js';
import { today } from '../../layout/times.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { codeOf } from '../forums/criteria.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { entryForm, newEntryForm } from './entry.form.js';
import { listName, LISTS, referenceListPage, referenceListsPage } from './reference-lists.presenter.js';

@Controller('administration/reference-lists')
@ForAdministrators()
export class ReferenceListsController {
  constructor(private readonly services: Services) {}

  @Get()
  all(): Answer {
    return referenceListsPage();
  }

  @Get(':list')
  async show(@Param('list') given: string, @Query() query: unknown): Promise<Answer> {
    const list = listCalled(given);
    return referenceListPage(list, await this.entries(list), done(query, { added: 'The entry has been added', changed: 'The entry has been changed' }));
  }

  @Get(':list/new')
  async blank(@Param('list') given: string): Promise<Answer> {
    const list = listCalled(given);
    const last = (await this.entries(list)).at(-1)?.position ?? 0;
    return entryPage(newEntryForm.blank({ validFrom: today(), position: Math.min(last + 1, 10_000) }), list, true);
  }

  @Post(':list/new')
  async add(@Param('list') given: string, @Body() body: unknown): Promise<Answer> {
    const list = listCalled(given);
    const result = await newEntryForm
      .read(body)
      .send((entry, idempotencyKey) => this.services.call(addReferenceEntry, { params: { list }, body: { ...entry, code: codeOf(entry.name, 'entry') }, idempotencyKey }), { rules: { 'code-taken': 'name' } });
    return result.sent ? redirect(`${LISTS}/${list}`, { done: 'added' }) : entryPage(result.form, list, true);
  }

  @Get(':list/:entryId')
  async changing(@Param('list') given: string, @Param('entryId') entryId: string): Promise<Answer> {
    const list = listCalled(given);
    const entry = (await this.entries(list)).find(({ id }) => id === entryId);
    if (entry === undefined) throw new NotFoundError('entry of a list');
    return entryPage(entryForm.blank(entry), list, false);
  }

  @Post(':list/:entryId')
  async change(@Param('list') given: string, @Param('entryId') entryId: string, @Body() body: unknown): Promise<Answer> {
    const list = listCalled(given);
    const result = await entryForm
      .read(body)
      .send((entry, idempotencyKey) => this.services.call(changeReferenceEntry, { params: { entryId }, body: entry, idempotencyKey }), { labels: FIELD_WORDS });
    return result.sent ? redirect(`${LISTS}/${list}`, { done: 'changed' }) : entryPage(result.form, list, false);
  }

  private async entries(list: ReferenceList): Promise<ReferenceEntry[]> {
    return (await this.services.call(getReferenceList, { params: { list }, query: {} })).entries;
  }
}

function listCalled(given: string): ReferenceList {
  const list = referenceList.safeParse(given).data;
  if (list === undefined) throw new NotFoundError('reference list');
  return list;
}

const entryPage = (form: Form, list: ReferenceList, adds: boolean): Answer =>
  page('administration/reference-lists/entry-form', { title: adds ? 'Add an entry' : 'Change an entry', caption: listName(list), back: `${LISTS}/${list}`, form, adds, ofAgencies: list === 'agency-kinds' });
