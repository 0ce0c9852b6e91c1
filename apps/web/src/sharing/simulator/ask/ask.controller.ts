import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { instantAt } from '../../../cases/words/london-time.js';
import type { Form } from '../../../forms/form.js';
import { readTime } from '../../../forms/time-of-day.js';
import { page, redirect, type Answer } from '../../../layout/answers.js';
import { date } from '../../../layout/times.js';
import { codeWords } from '../../../layout/words.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { askAddress, SIMULATOR_PLACES, SIMULATORS, type SimulatorPlace } from '../simulator-place.js';
import { fieldsInWords } from '../words/simulator-words.js';
import { askForm } from './ask.form.js';
import { peopleAsked } from './ask.presenter.js';

@Controller('who-can-see/:place/:itemId')
export class AskController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('place') given: string, @Param('itemId') itemId: string): Promise<Answer> {
    return this.page(placeOf(given), itemId, askForm([]).blank({ action: 'read', when: 'now' }));
  }

  @Post()
  async ask(@Param('place') given: string, @Param('itemId') itemId: string, @Body() body: unknown): Promise<Answer> {
    const place = placeOf(given);
    const { people } = await this.services.call(SIMULATORS[place].people, { params: { itemId } });
    const result = await askForm(people.map(({ membershipId }) => membershipId)).read(body).send(async (typed) => Promise.resolve(typed));
    if (!result.sent) return this.page(place, itemId, result.form);
    const { membershipId, action, when, on, time } = result.answer;
    const clock = readTime(time.toLowerCase());
    return redirect(`${askAddress(place, itemId)}/answer`, { who: membershipId, action, ...(when === 'then' && on !== null && clock !== null ? { at: instantAt(on, clock) } : {}) });
  }

  private async page(place: SimulatorPlace, itemId: string, form: Form): Promise<Answer> {
    const { item, people } = await this.services.call(SIMULATORS[place].people, { params: { itemId } });
    const names = await this.names.of({ userIds: people.map(({ userId }) => userId), agencyIds: people.map(({ agencyId }) => agencyId) });
    return page('sharing/simulator/ask/ask', {
      title: 'Who can see it',
      back: `/who-can-see?reference=${item.caseReference}`,
      form,
      reference: item.caseReference,
      item: { category: codeWords(item.category), fields: fieldsInWords(item.fields), added: date(item.addedAt) },
      people: peopleAsked(people, names),
    });
  }
}

/** @throws NotFoundError for an address that is none */
export function placeOf(given: string): SimulatorPlace {
  const place = SIMULATOR_PLACES.find((one) => one === given);
  if (place === undefined) throw new NotFoundError('page');
  return place;
}
