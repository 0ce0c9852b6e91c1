import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { SHARING_ROLES } from '../layout/roles.js';
import { ActionController } from './actions/action/action.controller.js';
import { FinishActionController } from './actions/finish-action/finish-action.controller.js';
import { GiveActionController } from './actions/give-action/give-action.controller.js';
import { ActionListController } from './actions/list/action-list.controller.js';
import { Agencies } from './agencies.js';
import { AgendaController } from './agenda/agenda.controller.js';
import { CaseController } from './case-page/case.controller.js';
import { EndPlaceController } from './circle/end-place/end-place.controller.js';
import { InviteController } from './circle/invite/invite.controller.js';
import { AddItemController } from './items/add-item/add-item.controller.js';
import { ChangeItemController } from './items/change-item/change-item.controller.js';
import { ChooseCategoryController } from './items/choose-category/choose-category.controller.js';
import { CaseListController } from './list/case-list.controller.js';
import { ChooseServiceController } from './refer/choose-service/choose-service.controller.js';
import { ReferralDetailsController } from './refer/details/details.controller.js';
import { ReferralSentController } from './refer/sent/sent.controller.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { TransitionController } from './transitions/transition.controller.js';

@Module({
  controllers: [
    CaseListController, CaseController, TimelineController, TransitionController,
    InviteController, EndPlaceController,
    ChooseCategoryController, AddItemController, ChangeItemController,
    ActionListController, GiveActionController, ActionController, FinishActionController,
    AgendaController,
    ChooseServiceController, ReferralDetailsController, ReferralSentController,
  ],
  providers: [Agencies],
  exports: [Agencies],
})
export class CasesModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Cases', href: '/cases', order: 20, roles: SHARING_ROLES });
    navigation.add({ text: 'Actions', href: '/actions', order: 30, roles: SHARING_ROLES });
  }
}
