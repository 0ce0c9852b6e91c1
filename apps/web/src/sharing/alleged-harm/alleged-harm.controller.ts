import { RELATIONSHIPS } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import type { ConsentFile } from '../consents/consents.presenter.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { peopleChoices } from '../record-consent/record-consent.presenter.js';
import { relationshipChoices } from '../words/consent-words.js';
import { allegedHarmForm } from './alleged-harm.form.js';

@Controller(PLACES)
export class AllegedHarmController {
  constructor(private readonly services: Services) {}

  @Get('alleged-harm')
  async show(@Place() place: SharingPlace): Promise<Answer> {
    const file = await this.file(place);
    const [only] = file.people;
    return harmPage(place, file, formFor(file).blank(file.people.length === 1 && only ? { subjectId: only.subjectId } : {}));
  }

  @Post('alleged-harm')
  async record(@Place() place: SharingPlace, @Body() body: unknown): Promise<Answer> {
    const file = await this.file(place);
    const result = await formFor(file)
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.consents.allegeHarm, { params: { caseId: place.caseId }, body: value, idempotencyKey }));
    return result.sent ? redirect(`${place.base}/consents`, { done: 'harm' }) : harmPage(place, file, result.form);
  }

  private file(place: SharingPlace): Promise<ConsentFile> {
    return this.services.call(place.consents.list, { params: { caseId: place.caseId } });
  }
}

const formFor = ({ people }: ConsentFile) => allegedHarmForm(people.map(({ subjectId }) => subjectId));

function harmPage({ base }: SharingPlace, file: ConsentFile, form: Form): PageAnswer {
  return page('sharing/alleged-harm/alleged-harm', {
    title: 'Somebody is alleged to harm the person',
    back: `${base}/consents`,
    form,
    reference: file.reference,
    people: peopleChoices(file),
    relationshipItems: relationshipChoices(RELATIONSHIPS),
    known: file.relations.map(({ name }) => name),
  });
}
