import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { changeItem, listItemForms, readCase } from '@concordat/contracts-jag-cases';
import { NotFoundError } from '@concordat/platform-errors';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import type { CaseFile, CaseItem } from '../../case-file.js';
import { formToChange, inputNames, type ItemForm } from '../item-fields.js';
import { changeItemForm, changeOf, startOf } from './change-item.form.js';
import { changeItemPage, withDifference } from './change-item.presenter.js';

@Controller('cases/:caseId/items/:itemId/change')
export class ChangeItemController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string, @Param('itemId') itemId: string): Promise<Answer> {
    const { file, item, itemForm } = await this.asked(caseId, itemId);
    return changeItemPage(file, itemForm, changeItemForm(itemForm).blank(startOf(itemForm, item)));
  }

  @Post()
  async change(@Param('caseId') caseId: string, @Param('itemId') itemId: string, @Body() body: unknown): Promise<Answer> {
    const { file, itemForm } = await this.asked(caseId, itemId);
    const result = await changeItemForm(itemForm)
      .read(body)
      .send((value, idempotencyKey) => this.services.call(changeItem, { params: { caseId, itemId }, body: changeOf(itemForm, value), idempotencyKey }), {
        fields: inputNames(itemForm),
      });
    if (result.sent) return redirect(`/cases/${caseId}`, { done: 'item-changed' });
    if (result.form.changed === null) return changeItemPage(file, itemForm, result.form);
    const now = await this.asked(caseId, itemId);
    return changeItemPage(now.file, itemForm, withDifference(result.form, itemForm, now.item));
  }

  private async asked(caseId: string, itemId: string): Promise<{ file: CaseFile; item: CaseItem; itemForm: ItemForm }> {
    const [file, { items }] = await Promise.all([this.services.call(readCase, { params: { caseId } }), this.services.call(listItemForms, {})]);
    const item = file.items.find(({ id }) => id === itemId);
    const itemForm = items.find(({ category }) => category === item?.category);
    if (item === undefined || itemForm === undefined) throw new NotFoundError('item');
    return { file, item, itemForm: formToChange(itemForm, item.fields) };
  }
}
