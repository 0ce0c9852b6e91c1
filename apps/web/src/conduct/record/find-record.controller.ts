import { lookRoutes } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { isProblem } from '../../forms/form.js';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { findForm } from '../../sharing/simulator/find/find.form.js';
import { BY_RECORD, conductTabs } from '../conduct.presenter.js';

/** Where the pages of what each service keeps begin. */
const PLACES = [{ routes: lookRoutes('jag-cases'), home: '/cases' }, { routes: lookRoutes('referrals'), home: '/referrals' }];

/** Who reads the audit may see no list of cases: they have the reference from whoever asks. */
@Controller('conduct/record')
export class FindRecordController {
  constructor(private readonly services: Services) {}

  @Get()
  show(): Answer {
    return findPage(findForm.blank());
  }

  @Post()
  async find(@Body() body: unknown): Promise<Answer> {
    const read = findForm.read(body);
    const result = await read.send(async ({ reference }) => Promise.all(PLACES.map(async ({ routes, home }) => {
      try {
        return `${home}/${(await this.services.call(routes.find, { body: { reference } })).caseId}/looks`;
      } catch (error) {
        if (!isProblem(error, 'not-found')) throw error;
        return null;
      }
    })));
    if (!result.sent) return findPage(result.form);
    const found = result.answer.find((address) => address !== null);
    return found === undefined ? findPage(read.form.refused('Your agency has no case or referral with this reference', 'reference')) : redirect(found);
  }
}

const findPage = (form: Form): Answer => page('conduct/record/find-record', { title: 'Who looked at a case or referral', tabs: conductTabs(BY_RECORD), form });
