import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { Agencies } from './agencies.js';
import { CaseController } from './case-page/case.controller.js';
import { CaseListController } from './list/case-list.controller.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { TransitionController } from './transitions/transition.controller.js';

/** Roles with which people work on cases. */
export const SHARING_ROLES = ['practitioner', 'coordinator', 'manager'] as const;

@Module({
  controllers: [CaseListController, CaseController, TimelineController, TransitionController],
  providers: [Agencies],
  exports: [Agencies],
})
export class CasesModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Cases', href: '/cases', order: 20, roles: SHARING_ROLES });
  }
}
