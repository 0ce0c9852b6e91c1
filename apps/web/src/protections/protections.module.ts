import { Module } from '@nestjs/common';
import { AccountLinks } from '../account/profile/account-links.js';
import { Navigation } from '../layout/navigation.js';
import { CasesModule } from '../cases/cases.module.js';
import { AddEntryController } from './add-entry/add-entry.controller.js';
import { ConflictController } from './conflict/conflict.controller.js';
import { ConflictsController } from './conflicts/conflicts.controller.js';
import { EndEntryController } from './end-entry/end-entry.controller.js';
import { ExcludeController } from './exclude/exclude.controller.js';
import { KeptCasesController } from './kept/kept-cases.controller.js';
import { LooksController } from './looks/looks.controller.js';
import { MarkingController } from './marking/marking.controller.js';
import { ProtectionsController } from './overview/protections.controller.js';
import { ReadersController } from './readers/readers.controller.js';
import { SeenController } from './seen/seen.controller.js';

/** Who is kept from people, cases, referrals and items, who has seen what, and who looked. */
@Module({
  imports: [CasesModule],
  controllers: [AddEntryController, ConflictController, ConflictsController, EndEntryController, ExcludeController, ReadersController, KeptCasesController, LooksController, MarkingController, ProtectionsController, SeenController],
})
export class ProtectionsModule {
  constructor(links: AccountLinks, navigation: Navigation) {
    navigation.add({ text: 'Look after', href: '/kept/cases', within: '/kept', order: 55, roles: ['information-governance', 'victim-safety'] });
    links.add({ text: 'Conflicts of interest that you declared', href: '/conflicts' });
  }
}
