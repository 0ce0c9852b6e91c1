import type { readReferral, ReferralState } from '@concordat/contracts-referrals';
import type { OutputOf } from '@concordat/contracts-protocol';

/** A referral as its service answers it. */
export type ReferralFile = OutputOf<typeof readReferral>;

const STATES: Readonly<Record<ReferralState, { text: string; colour: string }>> = {
  received: { text: 'Received', colour: 'blue' },
  'information-requested': { text: 'Information asked for', colour: 'yellow' },
  'waiting-list': { text: 'Waiting list', colour: 'yellow' },
  accepted: { text: 'Accepted', colour: 'teal' },
  declined: { text: 'Declined', colour: 'grey' },
  signposted: { text: 'Signposted', colour: 'grey' },
  allocated: { text: 'Allocated', colour: 'teal' },
  engaged: { text: 'Engaged', colour: 'green' },
  'not-reached': { text: 'Not reached', colour: 'orange' },
  active: { text: 'Active support', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
};

export const stateTag = (state: ReferralState): { text: string; colour: string } => STATES[state];

/** What the person said to receiving the service, which is no lawful basis for sharing. */
export function agreementWords({ given, by, explanation }: ReferralFile['agreement']): string {
  const who = { person: 'the young person', parent: 'a parent or carer', 'not-asked': 'nobody was asked' }[by];
  const said = by === 'not-asked' ? 'Nobody was asked yet' : `${given ? 'Agreed' : 'Not agreed'} by ${who}`;
  return explanation === null || explanation === '' ? said : `${said}. ${explanation}`;
}
