import { changePartnership, getPartnership, type Partnership } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { done, page, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAdministrators } from '../access.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { partnershipForm } from './partnership.form.js';

const HERE = '/administration/partnership';

@Controller('administration/partnership')
@ForAdministrators()
export class PartnershipController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const partnership = await this.get();
    return page('administration/records/record', {
      title: 'The partnership',
      back: '/administration',
      success: done(query, { changed: 'The partnership has been changed' }),
      caption: 'Partnership',
      heading: partnership.name,
      rows: [
        { key: 'Name', text: partnership.name },
        { key: 'Districts', text: partnership.districts.join('\n') },
      ],
      buttons: [{ text: 'Change name or districts', href: `${HERE}/change` }],
      history: `/administration/history/partnership/${partnership.id}`,
    });
  }

  @Get('change')
  async changing(): Promise<Answer> {
    const partnership = await this.get();
    return formPage(partnershipForm.blank({ ...partnership, districts: partnership.districts.join('\n') }));
  }

  @Post('change')
  async change(@Body() body: unknown): Promise<Answer> {
    const result = await partnershipForm.read(body).send((details, idempotencyKey) => this.services.call(changePartnership, { body: details, idempotencyKey }), { labels: FIELD_WORDS });
    return result.sent ? redirect(HERE, { done: 'changed' }) : formPage(result.form);
  }

  private get(): Promise<Partnership> {
    return this.services.call(getPartnership, {});
  }
}

const formPage = (form: Form): Answer => page('administration/partnership/partnership-form', { title: 'Change the partnership', back: HERE, form });
