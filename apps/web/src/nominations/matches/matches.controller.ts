import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import { redirect, type Answer } from '../../layout/answers.js';
import { addressOf } from '../nomination.js';
import { Nominations } from '../nominations.js';
import { matchesForm, NONE } from './matches.form.js';
import { matchesPage } from './matches.presenter.js';
import { PeopleKnown } from './people-known.js';

@Controller('nominations/:draftId/matches')
export class MatchesController {
  constructor(
    private readonly nominations: Nominations,
    private readonly known: PeopleKnown,
  ) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'person');
    const { person } = nomination.draft.answers;
    if (person === undefined) return redirect(addressOf(nomination, 'who'));
    const known = await this.known.of(nomination);
    return known.matches.length === 0 ? redirect(addressOf(nomination, nomination.checking ? 'check' : 'person')) : matchesPage(known.nomination, known.matches);
  }

  @Post()
  async choose(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const nomination = await this.nominations.open(draftId, query, 'person');
    const { person } = nomination.draft.answers;
    if (person === undefined) return redirect(addressOf(nomination, 'who'));
    const result = await this.nominations.save(
      nomination,
      'person',
      matchesForm.read(body),
      ({ match }) => ({ person: { ...person, subjectId: match === NONE ? null : match } }),
      addressOf(nomination, nomination.checking ? 'check' : 'person'),
    );
    return result instanceof Form ? matchesPage(nomination, await this.known.like(person), result) : result;
  }
}
