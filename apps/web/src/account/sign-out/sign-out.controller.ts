import { Controller, Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { NeedsOnly, Open } from '../../session/access.js';
import { Sessions } from '../../session/sessions.js';
import { Visitor, Visit } from '../../session/visit.js';

@Controller()
export class SignOutController {
  constructor(private readonly sessions: Sessions) {}

  /** For whoever comes by its address: signing out is a form, so that no link of another site does it. */
  @Get('sign-out')
  @NeedsOnly('begun')
  ask(): Answer {
    return page('account/sign-out/sign-out', { title: 'Sign out' });
  }

  @Post('sign-out')
  @NeedsOnly('begun')
  async signOut(@Visitor() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer> {
    await this.sessions.signOut(visit);
    this.sessions.forget(reply);
    return redirect('/signed-out');
  }

  @Get('signed-out')
  @Open()
  signedOut(): Answer {
    return page('account/sign-out/signed-out', { title: 'You have signed out' });
  }
}
