import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { CasesBehindController } from './cases-behind/cases-behind.controller.js';
import { CaseworkFiguresController } from './casework/casework.controller.js';
import { CrimeController } from './crime/crime.controller.js';
import { PlanController } from './plan/plan.controller.js';
import { PublishedController } from './published/published.controller.js';
import { SeriesController } from './series/series.controller.js';

/** Figures of the casework, and of crime that the police recorded. */
@Module({ controllers: [CaseworkFiguresController, CasesBehindController, CrimeController, PlanController, PublishedController, SeriesController] })
export class FiguresModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Figures', href: '/figures', order: 60, roles: ['coordinator', 'manager', 'analyst'] });
  }
}
