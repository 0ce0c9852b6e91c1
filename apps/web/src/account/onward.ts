import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { redirect, type Answer } from '../layout/answers.js';
import { FormTokens } from '../session/form-tokens.js';
import { KeptForms } from '../session/kept-forms.js';
import { Passkeys } from '../session/passkeys.js';
import { withReturn } from '../session/return-path.js';
import { Sessions } from '../session/sessions.js';
import type { CurrentSession, Visit } from '../session/visit.js';
import { unkeptPage } from './backup-codes/backup-codes.presenter.js';
import type { Journey } from './journey.js';
import { keptPage, type Interruption } from './kept/kept.presenter.js';
import { membershipPage } from './membership/membership.presenter.js';
import { passkeyPage } from './passkey-sign-in/passkey-sign-in.presenter.js';
import { secondFactorPage } from './second-factor/second-factor.presenter.js';
import { setUpPage } from './second-factor-set-up/second-factor-set-up.presenter.js';

/** Decides the next page of signing in: what a session still lacks, and at last the page that was asked for. */
@Injectable()
export class Onward {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: FormTokens,
    private readonly kept: KeptForms,
    private readonly passkeys: Passkeys,
  ) {}

  /** The session goes on under `token`, which a step of signing in may have changed. */
  async enter(visit: Visit, reply: FastifyReply, token: string, journey: Journey): Promise<Answer> {
    this.sessions.remember(reply, token);
    visit.token = token;
    visit.session = await this.sessions.current(token);
    return this.next(visit, visit.session, journey);
  }

  async next(visit: Visit, session: CurrentSession, journey: Journey): Promise<Answer> {
    // A form that was interrupted is too long for an address: the next page takes it along at once.
    const inline = journey.kept !== '';
    if (session.stage === 'second-factor' && !session.secondFactors.includes('app')) {
      return inline ? passkeyPage(await this.passkeys.ask(), journey, session.secondFactors) : redirect(withReturn('/sign-in/passkey', journey.to));
    }
    if (session.stage === 'second-factor') return inline ? secondFactorPage(session, journey) : redirect(withReturn('/sign-in/second-factor', journey.to));
    if (session.stage === 'set-up-second-factor') return inline ? setUpPage(journey) : redirect(withReturn('/sign-in/second-factor/set-up', journey.to));
    if (session.stage === 'keep-backup-codes') {
      return inline ? unkeptPage((await this.sessions.secondFactor(visit)).backupCodesLeft, journey) : redirect(withReturn('/sign-in/backup-codes', journey.to));
    }
    if (visit.acting === null && session.memberships.length > 1) {
      return inline ? membershipPage(session, journey) : redirect(withReturn('/account/membership', journey.to));
    }
    await this.actInOnlyMembership(visit, session);
    return this.arrive(session, journey);
  }

  /** At the end: the interrupted form if it is this person's own, or the page that was asked for. `why` it was interrupted. */
  arrive(session: CurrentSession, journey: Journey, why: Interruption = 'session-ended'): Answer {
    const kept = this.kept.open(journey.kept, this.tokens.ownerOf(session.user.id));
    return kept === null ? redirect(journey.to) : keptPage(kept, why);
  }

  private async actInOnlyMembership(visit: Visit, session: CurrentSession): Promise<void> {
    const [only] = session.memberships;
    if (visit.acting !== null || visit.token === null || only === undefined) return;
    await this.sessions.actAs(visit.token, only.id);
    visit.session = { ...session, acting: only.id };
  }
}
