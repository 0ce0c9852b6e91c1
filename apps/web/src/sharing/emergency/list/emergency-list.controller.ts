import { Controller, Get } from '@nestjs/common';
import { page, type Answer } from '../../../layout/answers.js';
import { dateTime } from '../../../layout/times.js';
import { Names } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import { SHARING_ROLES } from '../../../layout/roles.js';
import { Visit, Visitor } from '../../../session/visit.js';
import { reviewTag } from '../../words/emergency-words.js';
import { EMERGENCIES } from '../emergency-place.js';

@Controller('emergency-access')
export class EmergencyListController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit): Promise<Answer> {
    const found = await Promise.all(
      Object.entries(EMERGENCIES).map(async ([kind, routes]) => {
        const { items, leftToday } = await this.services.call(routes.list, { query: {} });
        return { leftToday, items: items.map((access) => ({ kind, access })) };
      }),
    );
    const all = found.flatMap(({ items }) => items);
    const names = await this.names.of({ userIds: all.map(({ access }) => access.userId), agencyIds: all.map(({ access }) => access.agencyId) });
    return page('sharing/emergency/list/emergency-list', {
      title: 'Emergency access',
      mayUse: visit.hasRole(...SHARING_ROLES),
      left: found[0]?.leftToday ?? 0,
      rows: all.map(({ kind, access }) => ({
        href: `/emergency-access/${kind}/${access.id}`,
        reference: access.caseReference,
        who: access.mine ? 'You' : `${names.user(access.userId)}, ${names.agency(access.agencyId)}`,
        opened: dateTime(access.openedAt),
        tag: reviewTag(access),
      })),
    });
  }
}
