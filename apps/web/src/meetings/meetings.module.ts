import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { SHARING_ROLES } from '../layout/roles.js';
import { Navigation } from '../layout/navigation.js';
import { DecisionController } from './decision/decision.controller.js';
import { EndMeetingController } from './end/end-meeting.controller.js';
import { MeetingListController } from './list/meeting-list.controller.js';
import { MeetingController } from './meeting/meeting.controller.js';
import { OpenMeetingController } from './open/open-meeting.controller.js';
import { PlanMeetingController } from './plan/plan-meeting.controller.js';

@Module({
  imports: [CasesModule],
  controllers: [MeetingListController, PlanMeetingController, MeetingController, OpenMeetingController, DecisionController, EndMeetingController],
})
export class MeetingsModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Meetings', href: '/meetings', order: 50, roles: SHARING_ROLES });
  }
}
