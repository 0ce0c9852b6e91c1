import { reference } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { page, redirect, type Answer } from '../../../layout/answers.js';
import { date } from '../../../layout/times.js';
import { codeWords } from '../../../layout/words.js';
import { Services } from '../../../services/services.js';
import { askAddress, SIMULATOR_PLACES, SIMULATORS } from '../simulator-place.js';
import { fieldsInWords } from '../words/simulator-words.js';
import { findForm } from './find.form.js';

const address = z.object({ reference });

@Controller('who-can-see')
export class FindItemsController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const asked = address.safeParse(query).data?.reference;
    if (asked === undefined) return page('sharing/simulator/find/find', { title: 'Who can see what', form: findForm.blank() });
    const found = await Promise.all(
      SIMULATOR_PLACES.map(async (place) => (await this.services.call(SIMULATORS[place].items, { query: { reference: asked } })).items.map((item) => ({ place, item }))),
    );
    return page('sharing/simulator/find/find', {
      title: 'Who can see what',
      form: findForm.blank({ reference: asked }),
      reference: asked,
      items: found.flat().map(({ place, item }) => ({
        href: askAddress(place, item.id),
        category: codeWords(item.category),
        fields: fieldsInWords(item.fields),
        added: date(item.addedAt),
        marked: item.marking === 'victim-safety',
      })),
    });
  }

  @Post()
  async find(@Body() body: unknown): Promise<Answer> {
    const result = await findForm.read(body).send(async (typed) => Promise.resolve(typed));
    return result.sent ? redirect('/who-can-see', { reference: result.answer.reference }) : page('sharing/simulator/find/find', { title: 'Who can see what', form: result.form });
  }
}
