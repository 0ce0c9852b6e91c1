import { confirmAccess, listAccessReviews, type AccessReview } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { fieldOf } from '../../session/body.js';
import { ForRoleKeepers } from '../access.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { MEMBERSHIPS } from '../memberships/memberships.presenter.js';
import { reviewForm } from './review.form.js';
import { ACCESS_REVIEW, REVIEW_DONE, reviewPage, reviewsPage } from './reviews.presenter.js';

/** The yearly review of access. */
@Controller('administration/access-review')
@ForRoleKeepers()
export class AccessReviewController {
  constructor(private readonly services: Services) {}

  @Get()
  async list(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const which = fieldOf(query, 'which') === 'all' ? 'all' : 'due';
    return reviewsPage(await this.services.call(listAccessReviews, { query: { which, ...(after === null ? {} : { after }) } }), which, after, done(query, REVIEW_DONE));
  }

  @Get(':membershipId')
  async ask(@Param('membershipId') membershipId: string): Promise<Answer> {
    const review = await this.find(membershipId);
    return reviewPage(review, reviewForm.blank({ version: review.version }));
  }

  @Post(':membershipId')
  async decide(@Param('membershipId') membershipId: string, @Body() body: unknown): Promise<Answer> {
    const read = reviewForm.read(body);
    if (read.value?.needed === false) return redirect(`${MEMBERSHIPS}/${membershipId}/end`);
    const result = await read.send(({ version }, idempotencyKey) => this.services.call(confirmAccess, { params: { membershipId }, body: { version }, idempotencyKey }), { labels: FIELD_WORDS });
    return result.sent ? redirect(ACCESS_REVIEW, { done: 'confirmed' }) : reviewPage(await this.find(membershipId), result.form);
  }

  private async find(membershipId: string): Promise<AccessReview> {
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: AccessReview[]; next: string | null } = await this.services.call(listAccessReviews, { query: { which: 'all', size: 100, ...(after === '' ? {} : { after }) } });
      const found = page.items.find((review) => review.membershipId === membershipId && review.mayConfirm);
      if (found !== undefined) return found;
      after = page.next;
    }
    throw new NotFoundError('membership');
  }
}
