import { countNotices, listNotices, markNoticeRead } from '@concordat/contracts-notifications';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { Notices } from './notices.js';

/** Everybody's own notices, in the partnership that they act in. */
@Controller()
export class NoticesController {
  constructor(private readonly notices: Notices) {}

  @Endpoint(listNotices, 'signed-in', { unaudited: 'one’s own, without a personal detail' })
  async list(@Input() { query }: InputOf<typeof listNotices>): Promise<OutputOf<typeof listNotices>> {
    const { partnershipId, userId } = caller();
    const { which, ...page } = query;
    return this.notices.page(partnershipId, userId, which, page);
  }

  @Endpoint(countNotices, 'signed-in', { unaudited: 'numbers alone' })
  async counts(): Promise<OutputOf<typeof countNotices>> {
    const { partnershipId, userId } = caller();
    return { unread: await this.notices.unread(partnershipId, userId) };
  }

  @Endpoint(markNoticeRead, 'signed-in', { unaudited: 'one’s own, without a personal detail' })
  async read(@Input() { params }: InputOf<typeof markNoticeRead>): Promise<OutputOf<typeof markNoticeRead>> {
    const { partnershipId, userId } = caller();
    return this.notices.read(partnershipId, userId, params.noticeId);
  }
}
