import { Controller, Get } from '@nestjs/common';
import { page, type Answer } from '../layout/answers.js';
import { Visitor, Visit } from '../session/visit.js';
import { HomeCards } from './home-cards.js';

@Controller()
export class HomeController {
  constructor(private readonly cards: HomeCards) {}

  @Get()
  async show(@Visitor() visit: Visit): Promise<Answer> {
    return page('home/home', { title: 'Your work', cards: await this.cards.of(visit) });
  }
}
