import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { listItemForms } from '@concordat/contracts-jag-cases';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Services } from '../../../services/services.js';
import { chooseCategoryForm } from './choose-category.form.js';
import { chooseCategoryPage, placesOf } from './choose-category.presenter.js';

@Controller('cases/:caseId/items/new')
export class ChooseCategoryController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    const { items } = await this.services.call(listItemForms, {});
    return chooseCategoryPage(caseId, items, chooseCategoryForm(placesOf(items)).blank());
  }

  @Post()
  async choose(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { items } = await this.services.call(listItemForms, {});
    const read = chooseCategoryForm(placesOf(items)).read(body);
    return read.value === null ? chooseCategoryPage(caseId, items, read.form) : redirect(`/cases/${caseId}/items/new/${read.value.kind}`);
  }
}
