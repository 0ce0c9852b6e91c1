import { askKnownTo, listKnownToAsks, readKnownTo, readKnownToAsk, reviewKnownToAsk } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { SHARING_ROLES } from '@concordat/sharing';
import { Controller } from '@nestjs/common';
import { CaseAccess } from '../cases/standing.js';
import { KnownToAsks } from './known-to.js';
import { KnownToReviews } from './known-to-reviews.js';

const REVIEWS = { roles: ['information-governance'] } as const;

@Controller()
export class KnownToController {
  constructor(
    private readonly access: CaseAccess,
    private readonly asks: KnownToAsks,
    private readonly reviews: KnownToReviews,
  ) {}

  @Endpoint(readKnownTo, { roles: SHARING_ROLES })
  async page(@Input() { params }: InputOf<typeof readKnownTo>): Promise<OutputOf<typeof readKnownTo>> {
    return this.asks.page((await this.access.open(params.caseId)).found);
  }

  @Endpoint(askKnownTo, { roles: SHARING_ROLES })
  async ask(@Input() { params, body }: InputOf<typeof askKnownTo>): Promise<OutputOf<typeof askKnownTo>> {
    await this.asks.ask((await this.access.open(params.caseId)).found, body);
    return { reply: 'passed-on' };
  }

  @Endpoint(listKnownToAsks, REVIEWS)
  async list(@Input() { query }: InputOf<typeof listKnownToAsks>): Promise<OutputOf<typeof listKnownToAsks>> {
    return this.reviews.list(query.reviewed === 'yes', query);
  }

  @Endpoint(readKnownToAsk, REVIEWS)
  async read(@Input() { params }: InputOf<typeof readKnownToAsk>): Promise<OutputOf<typeof readKnownToAsk>> {
    return this.reviews.one(params.askId);
  }

  @Endpoint(reviewKnownToAsk, REVIEWS)
  async review(@Input() { params, body }: InputOf<typeof reviewKnownToAsk>): Promise<OutputOf<typeof reviewKnownToAsk>> {
    const { id, version } = await this.reviews.review(params.askId, body.version, body.outcome, body.note);
    return { id, version };
  }
}
