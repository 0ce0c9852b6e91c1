import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { AgenciesController } from './agencies/agencies.controller.js';
import { AttachmentsController } from './agreements/attachments/attachments.controller.js';
import { AgreementsController } from './agreements/agreements.controller.js';
import { DraftsController } from './agreements/drafts.controller.js';
import { PartiesController } from './agreements/parties.controller.js';
import { ReviewController } from './agreements/review/review.controller.js';
import { TermsController } from './agreements/terms.controller.js';
import { AgreementTextsController } from './agreements/texts.controller.js';
import { WhatIf } from './agreements/what-if.js';
import { AgreementChanges } from './agreements/agreement-changes.js';
import { AgreementWriting } from './agreements/writing.js';
import { Choices } from './choices.js';
import { DeadLettersController } from './dead-letters/dead-letters.controller.js';
import { DecisionClientsController } from './decision-clients/decision-clients.controller.js';
import { QueuesController } from './queues/queues.controller.js';
import { DirectoryController } from './directory/directory.controller.js';
import { ForumsController } from './forums/forums.controller.js';
import { HistoryController } from './history/history.controller.js';
import { MembershipsController } from './memberships/memberships.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { PartnershipController } from './partnership/partnership.controller.js';
import { AccountController } from './people/account.controller.js';
import { PeopleController } from './people/people.controller.js';
import { DeputiesController } from './deputies/deputies.controller.js';
import { AccessReviewController } from './access-review/reviews.controller.js';
import { SignInSettingsController } from './sign-in/sign-in-settings.controller.js';
import { RolesController } from './roles/roles.controller.js';
import { ReferenceListsController } from './reference-lists/reference-lists.controller.js';

/** How administrators run a partnership; agreements are there for everybody to read. */
@Module({
  controllers: [
    OverviewController,
    PartnershipController,
    AgenciesController,
    PeopleController,
    MembershipsController,
    DeputiesController,
    RolesController,
    AccessReviewController,
    AccountController,
    SignInSettingsController,
    ForumsController,
    DraftsController,
    PartiesController,
    TermsController,
    AttachmentsController,
    ReviewController,
    AgreementTextsController,
    AgreementsController,
    DecisionClientsController,
    DirectoryController,
    ReferenceListsController,
    DeadLettersController, QueuesController,
    HistoryController,
  ],
  providers: [AgreementChanges, AgreementWriting, Choices, WhatIf],
})
export class AdministrationModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Agreements', href: '/agreements', order: 80, roles: ['information-governance', 'practitioner', 'coordinator', 'manager'] });
    navigation.add({ text: 'Administration', href: '/administration', order: 90, roles: ['administrator', 'agency-administrator'] });
    navigation.add({ text: 'Roles', href: '/administration/role-changes', order: 85, roles: ['information-governance'] });
  }
}
