import { confirmAccess, listAccessReviews } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ROLE_KEEPERS } from '../rules.js';
import { AccessReviews } from './access-reviews.js';

@Controller()
export class AccessReviewsController {
  constructor(private readonly reviews: AccessReviews) {}

  @Endpoint(listAccessReviews, ROLE_KEEPERS)
  async list(@Input() { query }: InputOf<typeof listAccessReviews>): Promise<OutputOf<typeof listAccessReviews>> {
    return this.reviews.page(query);
  }

  @Endpoint(confirmAccess, ROLE_KEEPERS)
  async confirm(@Input() { params, body }: InputOf<typeof confirmAccess>): Promise<OutputOf<typeof confirmAccess>> {
    return this.reviews.confirm(params.membershipId, body);
  }
}
