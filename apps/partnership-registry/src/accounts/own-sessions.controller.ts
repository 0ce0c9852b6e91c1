import { endOtherSessions, endOwnSession, listOwnSessions, sessionEnd } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input, Sending } from '@concordat/platform-http';
import { Controller, Headers } from '@nestjs/common';
import { sessionOf } from './callers.js';
import { OpenSessions } from './open-sessions.js';
import { OwnSessions } from './own-sessions.js';

/* As the sessions' controller: open to whoever reaches the service, and decided by the session that they bring. */
@Controller()
export class OwnSessionsController {
  constructor(
    private readonly own: OwnSessions,
    private readonly sessions: OpenSessions,
  ) {}

  @Endpoint(listOwnSessions, 'public')
  async list(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof listOwnSessions>> {
    return this.own.list(sessionOf(authorization));
  }

  @Endpoint(sessionEnd, 'public')
  async ends(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof sessionEnd>> {
    const { expiresAt, lastsUntil } = await this.sessions.ends(sessionOf(authorization));
    return { expiresAt: expiresAt.toISOString(), lastsUntil: lastsUntil.toISOString() };
  }

  @Endpoint(endOwnSession, 'public', { keyed: true })
  async end(
    @Input() { params }: InputOf<typeof endOwnSession>,
    @Sending() sending: Buffer | null,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<OutputOf<typeof endOwnSession>> {
    await this.own.end(sessionOf(authorization), params.sessionId, sending);
    return { ended: true };
  }

  @Endpoint(endOtherSessions, 'public')
  async endOthers(@Headers('authorization') authorization: string | undefined): Promise<OutputOf<typeof endOtherSessions>> {
    await this.own.endOthers(sessionOf(authorization));
    return { ended: true };
  }
}
