import { Controller, Get } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import { page, type Answer } from '../../layout/answers.js';
import { rolesInWords } from '../../layout/roles.js';
import { NeedsOnly } from '../../session/access.js';
import { Visitor, Visit } from '../../session/visit.js';
import { AccountLinks } from './account-links.js';

@Controller('account')
@NeedsOnly('signed-in')
export class ProfileController {
  constructor(private readonly links: AccountLinks) {}

  @Get()
  show(@Visitor() { session, acting }: Visit): Answer {
    if (session === null) throw new NotSignedInError();
    return page('account/profile/profile', {
      title: 'Your account',
      back: '/',
      rows: [
        { key: 'Name', text: session.user.name },
        { key: 'Email address', text: session.user.email },
        ...(acting === null
          ? []
          : [
              {
                key: 'Agency',
                text: acting.agencyName,
                ...(session.memberships.length > 1 ? { href: '/account/membership', hidden: 'the agency that you act for' } : {}),
              },
              { key: 'Partnership', text: acting.partnershipName },
              { key: 'Roles', text: rolesInWords(acting.roles) },
            ]),
      ],
      links: this.links.links,
    });
  }
}
