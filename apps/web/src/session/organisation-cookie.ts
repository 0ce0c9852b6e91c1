import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WebSettings } from '../config.js';

/** Seconds that the browser keeps it; the registry's tickets in it run out by themselves. */
const SECONDS = 20 * 60;
/** Browsers drop a cookie that is longer than 4096 bytes, name and all. */
const LONGEST = 3800;

const carried = z.discriminatedUnion('on', [
  /** The way to the organisation and back; `to` and `kept` are the journey's, `link` the link to an account of who was invited. */
  z.object({ on: z.literal('way'), ticket: z.string(), to: z.string(), kept: z.string(), link: z.string().nullable().default(null) }),
  /** An account that the organisation proved, to be linked by who signs in, or with the link that they were given. */
  z.object({ on: z.literal('linking'), proof: z.string(), agencyName: z.string(), link: z.string().nullable().default(null) }),
]);
export type Carried = z.output<typeof carried>;

/** What a browser carries while it signs in with its organisation, and nobody else: without it an answer is nobody's. */
@Injectable()
export class OrganisationCookie {
  readonly name: string;
  private readonly secure: boolean;

  constructor(settings: WebSettings) {
    this.name = `${settings.cookieName}-organisation`;
    this.secure = settings.secure;
  }

  /** A form that was interrupted and is too long for it is left behind. */
  remember(reply: FastifyReply, given: Carried): void {
    const text = write(given);
    const fits = text.length <= LONGEST || given.on === 'linking' ? text : write({ ...given, kept: '' });
    void reply.setCookie(this.name, fits, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure, maxAge: SECONDS });
  }

  read(request: FastifyRequest): Carried | null {
    try {
      return carried.parse(JSON.parse(Buffer.from(request.cookies[this.name] ?? '', 'base64url').toString()));
    } catch {
      // There is none, or it is not ours.
      return null;
    }
  }

  forget(reply: FastifyReply): void {
    void reply.clearCookie(this.name, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure });
  }
}

const write = (given: Carried): string => Buffer.from(JSON.stringify(given)).toString('base64url');
