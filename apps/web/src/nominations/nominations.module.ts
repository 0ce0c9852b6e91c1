import { Module } from '@nestjs/common';
import { Navigation } from '../layout/navigation.js';
import { BasisController } from './basis/basis.controller.js';
import { CheckController } from './check/check.controller.js';
import { ConsentController } from './consent/consent.controller.js';
import { DangerController } from './danger/danger.controller.js';
import { DiscardController } from './discard/discard.controller.js';
import { GatewayController } from './gateway/gateway.controller.js';
import { Gateways } from './gateway/gateways.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { NominationListController } from './list/nomination-list.controller.js';
import { MatchesController } from './matches/matches.controller.js';
import { PeopleKnown } from './matches/people-known.js';
import { Nominations } from './nominations.js';
import { OwnViewController } from './own-view/own-view.controller.js';
import { PersonController } from './person/person.controller.js';
import { SentController } from './sent/sent.controller.js';
import { StartController } from './start/start.controller.js';
import { TasksController } from './tasks/tasks.controller.js';
import { ToldController } from './told/told.controller.js';
import { WhoController } from './who/who.controller.js';
import { WrittenController } from './written/written.controller.js';

/** Those who work with people: the service lets them alone nominate. */
export const NOMINATING_ROLES = ['practitioner', 'coordinator', 'manager'] as const;

@Module({
  controllers: [
    NominationListController, StartController, TasksController, DangerController, WhoController, MatchesController, PersonController,
    IncidentsController, WrittenController, OwnViewController, ToldController, BasisController, GatewayController, ConsentController,
    CheckController, SentController, DiscardController,
  ],
  providers: [Nominations, PeopleKnown, Gateways],
})
export class NominationsModule {
  constructor(navigation: Navigation) {
    navigation.add({ text: 'Nominations', href: '/nominations', order: 10, roles: NOMINATING_ROLES });
  }
}
