import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { page, type Answer } from '../../layout/answers.js';
import { Aside, NeedsOnly } from '../../session/access.js';
import { fieldOf } from '../../session/body.js';
import { returnPath } from '../../session/return-path.js';
import { Sessions, type SessionEnd } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';

/** For the warning before a session ends (layout/assets/time-out.js), and the page that takes the place of one that was left open. */
@Controller()
export class TimeOutController {
  constructor(private readonly sessions: Sessions) {}

  /** Seconds that are left: asking takes none and gives none. */
  @Get('session')
  @Aside()
  left(@Visitor() visit: Visit): Promise<SessionEnd> {
    return this.sessions.end(visit);
  }

  /** The guard has used the session already, which is what prolongs it. */
  @Post('session/stay')
  @HttpCode(200)
  @NeedsOnly('signed-in')
  stay(@Visitor() visit: Visit): Promise<SessionEnd> {
    return this.sessions.end(visit);
  }

  @Get('timed-out')
  @Aside()
  timedOut(@Query() query: unknown): Answer {
    return page('account/time-out/timed-out', { title: 'You were away for a while', to: returnPath(fieldOf(query, 'return')) });
  }
}
