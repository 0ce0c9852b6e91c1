import { Controller, Get, Query } from '@nestjs/common';
import { NotSignedInError } from '@concordat/platform-errors';
import { done, page, type Answer } from '../../layout/answers.js';
import { rolesInWords } from '../../layout/roles.js';
import { NeedsOnly } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';
import { codesLeft } from '../new-backup-codes/new-backup-codes.presenter.js';
import { AccountLinks } from './account-links.js';

const ACCOUNT_DONE = { 'password-changed': 'Your password has been changed' } as const;

@Controller('account')
@NeedsOnly('signed-in')
export class ProfileController {
  constructor(
    private readonly links: AccountLinks,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  async show(@Visitor() visit: Visit, @Query() query: unknown): Promise<Answer> {
    const { session, acting } = visit;
    if (session === null) throw new NotSignedInError();
    const factor = await this.sessions.secondFactor(visit);
    return page('account/profile/profile', {
      title: 'Your account',
      back: '/',
      success: done(query, ACCOUNT_DONE),
      rows: [
        { key: 'Name', text: session.user.name },
        { key: 'Email address', text: session.user.email },
        { key: 'Password', text: 'Only you know it', href: '/account/password', hidden: 'your password' },
        { key: 'Signed in', text: 'Here, and perhaps elsewhere', href: '/account/sessions', action: 'See where', hidden: 'you are signed in' },
        { key: 'Passkeys', text: session.secondFactors.includes('passkey') ? 'On' : 'None', href: '/account/passkeys', hidden: 'your passkeys' },
        { key: 'Account at work', text: 'Can sign you in, where your organisation offers that', href: '/account/organisation', action: 'See', hidden: 'whether your organisation’s account signs you in' },
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
        ...(factor.on ? [{ key: 'Backup codes', text: codesLeft(factor), href: '/account/backup-codes', action: 'Make new ones', hidden: 'in place of these backup codes' }] : []),
      ],
      links: this.links.links,
    });
  }
}
