import { PERSON_ANSWERS, type PersonAnswerKind } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import type { ConsentFile } from '../consents/consents.presenter.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { peopleChoices } from '../record-consent/record-consent.presenter.js';
import { ANSWER_WORDS } from '../words/consent-words.js';
import { personAnswerForm } from './person-answer.form.js';

@Controller(PLACES)
export class PersonAnswerController {
  constructor(private readonly services: Services) {}

  @Get('consents/answers/:kind')
  async show(@Place() place: SharingPlace, @Param('kind') kind: string): Promise<Answer> {
    const file = await this.file(place);
    const [only] = file.people;
    return answerPage(place, known(kind), file, personAnswerForm(idsOf(file)).blank(file.people.length === 1 && only ? { subjectId: only.subjectId } : {}));
  }

  @Post('consents/answers/:kind')
  async answer(@Place() place: SharingPlace, @Param('kind') kind: string, @Body() body: unknown): Promise<Answer> {
    const file = await this.file(place);
    const result = await personAnswerForm(idsOf(file))
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.consents.answer, { params: { caseId: place.caseId }, body: { ...value, kind: known(kind) }, idempotencyKey }));
    return result.sent ? redirect(`${place.base}/consents`, { done: 'answered' }) : answerPage(place, known(kind), file, result.form);
  }

  private file(place: SharingPlace): Promise<ConsentFile> {
    return this.services.call(place.consents.list, { params: { caseId: place.caseId } });
  }
}

const idsOf = ({ people }: ConsentFile): string[] => people.map(({ subjectId }) => subjectId);

function known(kind: string): PersonAnswerKind {
  const found = PERSON_ANSWERS.find((one) => one === kind);
  if (found === undefined) throw new NotFoundError('kind of answer');
  return found;
}

function answerPage({ base }: SharingPlace, kind: PersonAnswerKind, file: ConsentFile, form: Form): PageAnswer {
  return page('sharing/person-answer/person-answer', { title: ANSWER_WORDS[kind].title, back: `${base}/consents`, form, reference: file.reference, words: ANSWER_WORDS[kind], people: peopleChoices(file) });
}
