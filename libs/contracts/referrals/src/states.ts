import { z } from 'zod';

export const REFERRAL_STATES = [
  'received',
  'information-requested',
  'waiting-list',
  'accepted',
  'declined',
  'signposted',
  'allocated',
  'engaged',
  'not-reached',
  'active',
  'closed',
  'withdrawn',
] as const;
export const referralState = z.enum(REFERRAL_STATES);
export type ReferralState = (typeof REFERRAL_STATES)[number];
