import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { addItem, listItemForms, readCase } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import type { CaseFile } from '../../case-file.js';
import { formToAdd, inputNames, type ItemForm } from '../item-fields.js';
import { addItemForm, itemOf } from './add-item.form.js';
import { addItemPage } from './add-item.presenter.js';

@Controller('cases/:caseId/items/new/:kind')
export class AddItemController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('kind') kind: string): Promise<Answer> {
    const { file, itemForm, form } = await this.asked(caseId, kind);
    // Of one person alone nobody is asked whom it is about.
    return addItemPage(file, itemForm, form.blank({ subjectId: file.people.length === 1 ? file.people[0]?.subjectId : undefined }));
  }

  @Post()
  async add(@Param('caseId') caseId: string, @Param('kind') kind: string, @Body() body: unknown): Promise<Answer> {
    const { file, itemForm, form } = await this.asked(caseId, kind);
    const result = await form
      .read(body)
      .send((value, idempotencyKey) => this.services.call(addItem, { params: { caseId }, body: itemOf(itemForm, value), idempotencyKey }), { fields: inputNames(itemForm) });
    return result.sent ? redirect(`/cases/${caseId}`, { done: 'item-added' }) : addItemPage(file, itemForm, result.form);
  }

  private async asked(caseId: string, kind: string): Promise<{ file: CaseFile; itemForm: ItemForm; form: ReturnType<typeof addItemForm> }> {
    const [file, { items }] = await Promise.all([this.services.call(readCase, { params: { caseId } }), this.services.call(listItemForms, {})]);
    const found = /^\d{1,3}$/.test(kind) ? items[Number(kind)] : undefined;
    if (found === undefined) throw new NotFoundError('kind of information');
    const itemForm = formToAdd(found);
    return { file, itemForm, form: addItemForm(itemForm, file.people.map(({ subjectId }) => subjectId)) };
  }
}
