import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WebSettings } from '../config.js';
import type { Visit } from './visit.js';

/** Name of the hidden field that every form of a signed-in page carries. */
export const FORM_TOKEN = '_token';

/**
 * Protects forms against requests forged by other sites without a cookie of its own: a form carries
 * `<owner>.<HMAC of session and owner>`. The owner part, which stands for the person and tells nothing of them,
 * says whose form it was when the session has ended since.
 */
@Injectable()
export class FormTokens {
  private readonly key: Buffer;

  constructor(settings: WebSettings) {
    this.key = Buffer.from(hkdfSync('sha256', settings.secret, '', 'concordat form tokens', 32));
  }

  /** The token for the forms of this visit; empty when nobody is signed in. */
  of(visit: Visit): string {
    if (visit.token === null || visit.session === null) return '';
    const owner = this.ownerOf(visit.session.user.id);
    return `${owner}.${this.mac(`${visit.token}.${owner}`)}`;
  }

  matches(visit: Visit, given: unknown): boolean {
    const expected = this.of(visit);
    return typeof given === 'string' && expected !== '' && same(given, expected);
  }

  /** Stands for a person in tokens. */
  ownerOf(userId: string): string {
    return this.mac(`owner ${userId}`).slice(0, 22);
  }

  /** The owner part of a token, whatever session it was of; null when there is none. */
  ownerIn(given: unknown): string | null {
    return typeof given === 'string' ? (/^([\w-]{22})\./.exec(given)?.[1] ?? null) : null;
  }

  private mac(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
