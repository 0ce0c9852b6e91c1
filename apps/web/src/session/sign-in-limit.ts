import { createHmac } from 'node:crypto';
import { networkOf } from '@concordat/platform-http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WebSettings } from '../config.js';
import { fieldOf } from './body.js';

type Check = ReturnType<FastifyInstance['createRateLimit']>;

const QUARTER_HOUR_MS = 15 * 60_000;

/**
 * Failed attempts at signing in, counted in Redis for all web processes together: few for one e-mail address,
 * more for one network address, behind which a whole office may sit. The registry counts besides.
 */
@Injectable()
export class SignInLimit {
  private checks: readonly Check[] | null = null;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly settings: WebSettings,
  ) {}

  /** Minutes to wait, or null when the attempt may be made. */
  async waitFor(request: FastifyRequest): Promise<number | null> {
    this.checks ??= this.build();
    for (const check of this.checks) {
      const result = await check(request, { increment: false });
      if (!result.isAllowed && result.isExceeded) return Math.max(1, Math.ceil(result.ttlInSeconds / 60));
    }
    return null;
  }

  async countFailure(request: FastifyRequest): Promise<void> {
    this.checks ??= this.build();
    for (const check of this.checks) await check(request);
  }

  private build(): readonly Check[] {
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    return [
      instance.createRateLimit({ max: 100, timeWindow: QUARTER_HOUR_MS, keyGenerator: (request: FastifyRequest) => `from:${networkOf(request.ip)}` }),
      instance.createRateLimit({ max: 10, timeWindow: QUARTER_HOUR_MS, keyGenerator: (request: FastifyRequest) => `as:${this.accountOf(request)}` }),
    ];
  }

  /** An e-mail address is personal: its digest is counted, which nobody with a list of addresses can make. */
  private accountOf(request: FastifyRequest): string {
    const email = fieldOf(request.body, 'email');
    return createHmac('sha256', this.settings.secret).update(`sign-in ${typeof email === 'string' ? email.trim().toLowerCase() : ''}`).digest('base64url').slice(0, 24);
  }
}
