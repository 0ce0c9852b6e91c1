import { KNOWN_TO_DECISIONS } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { codeWords } from '../../layout/words.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { knownToOf } from '../known-to-place.js';
import { rowOf } from '../received/received.controller.js';

const decideForm = formOf(
  z.object({ decision: fields.choice(KNOWN_TO_DECISIONS, 'Select whether your agency gets in touch'), note: fields.text('Enter why', 2000), version: fields.version() }),
);

@Controller('known-to/:place/:wordId')
export class DecideKnownToController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('place') place: string, @Param('wordId') wordId: string): Promise<Answer> {
    return this.page(place, wordId, null);
  }

  @Post()
  async decide(@Param('place') place: string, @Param('wordId') wordId: string, @Body() body: unknown): Promise<Answer> {
    const routes = knownToOf(place);
    const result = await decideForm.read(body).send((value, idempotencyKey) => this.services.call(routes.decide, { params: { wordId }, body: value, idempotencyKey }));
    return result.sent ? redirect('/known-to', { done: 'decided' }) : this.page(place, wordId, result.form);
  }

  private async page(place: string, wordId: string, form: Form | null): Promise<Answer> {
    const word = await this.services.call(knownToOf(place).read, { params: { wordId } });
    const names = await this.names.of({ userIds: [word.fromUserId, word.decided?.byUserId ?? null], agencyIds: [word.fromAgencyId] });
    const row = rowOf(word, names);
    return page('known-to/decide/decide-known-to', {
      title: 'Somebody asks about a person whom you know',
      back: '/known-to',
      form: form ?? decideForm.blank({ version: word.version }),
      keepFromAsker: word.keepFromAsker,
      details: [
        { key: 'Asked by', text: row.who },
        { key: 'When', text: row.at },
        { key: 'Purpose', text: codeWords(word.purpose) },
        { key: 'Why', text: word.why },
        { key: 'Our record', text: word.name === null ? row.reference : `${row.reference}, ${word.name}`, why: word.whySeen },
        ...(word.decided === null ? [] : [{ key: 'Decision', text: `${row.decision ?? ''}, ${names.user(word.decided.byUserId)}` }, { key: 'Reason', text: word.decided.note }]),
      ],
      decided: word.decided !== null,
    });
  }
}
