import type { Environment } from '@concordat/platform-service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Actions } from './actions/actions.js';
import { ActionsController } from './actions/actions.controller.js';
import { ActionViews } from './actions/action-views.js';
import { CaseList } from './cases/case-list.js';
import { CasePage } from './cases/case-page.js';
import { CaseRecords } from './cases/case-records.js';
import { CasesController } from './cases/cases.controller.js';
import { Circle } from './cases/circle.js';
import { Outcomes } from './cases/outcomes.js';
import { CaseAccess } from './cases/standing.js';
import { Transitions } from './cases/transitions.js';
import { CaseFigures } from './figures/case-figures.js';
import { FiguresController } from './figures/figures.controller.js';
import { Forums } from './forums/forums.js';
import { ForumsController } from './forums/forums.controller.js';
import { ForumsProjection } from './forums/forums.projection.js';
import { ItemsController } from './items/items.controller.js';
import { KnownToController } from './known-to/known-to.controller.js';
import { KnownToAsks } from './known-to/known-to.js';
import { KnownToLimit } from './known-to/known-to-limit.js';
import { KnownToReviews } from './known-to/known-to-reviews.js';
import { Meetings } from './meetings/meetings.js';
import { MeetingsController } from './meetings/meetings.controller.js';
import { NominationDrafts } from './nominations/nomination-drafts.js';
import { NominationsController } from './nominations/nominations.controller.js';
import { NominationSubmission } from './nominations/nomination-submission.js';
import { CaseNotices } from './notices/case-notices.js';
import { People } from './people/people.js';
import { PeopleController } from './people/people.controller.js';
import { PeopleSearch } from './people/people-search.js';
import { CaseReferrals } from './referrals/case-referrals.js';
import { CaseReferralsController } from './referrals/case-referrals.controller.js';
import { ReferralProgress } from './referrals/referral-progress.js';
import { Retention } from './retention/retention.js';
import { SafeContactController } from './safe-contact/safe-contact.controller.js';
import { CaseSearch } from './search/case-search.js';
import { SearchController } from './search/search.controller.js';
import { Timeline } from './timeline/timeline.js';
import { TimelineController } from './timeline/timeline.controller.js';

/** Nominations, cases, meetings and actions. */
@Module({
  controllers: [
    ActionsController,
    CaseReferralsController,
    CasesController,
    FiguresController,
    ForumsController,
    ForumsProjection,
    ItemsController,
    KnownToController,
    MeetingsController,
    NominationsController,
    PeopleController,
    ReferralProgress,
    Retention,
    SafeContactController,
    SearchController,
    TimelineController,
  ],
  providers: [
    Actions,
    ActionViews,
    CaseAccess,
    CaseFigures,
    CaseList,
    Forums,
    CaseNotices,
    CasePage,
    CaseRecords,
    CaseReferrals,
    CaseSearch,
    Circle,
    KnownToAsks,
    KnownToReviews,
    Meetings,
    NominationDrafts,
    NominationSubmission,
    Outcomes,
    People,
    PeopleSearch,
    Timeline,
    Transitions,
  ],
})
export class CaseworkModule {
  static forRoot(env: Environment): DynamicModule {
    return { module: CaseworkModule, providers: [{ provide: KnownToLimit, useFactory: () => KnownToLimit.from(env) }] };
  }
}
