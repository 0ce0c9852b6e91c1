import type { CallOf } from '@concordat/contracts-protocol';
import { listReferrals, moveReferral, readReferral, recordContact, type ReferralTransition } from '@concordat/contracts-referrals';
import { until } from '../calling/patience.js';
import type { SignedIn } from '../calling/signed-in.js';
import { justNow } from '../content/dates.js';

type NewContact = Pick<CallOf<typeof recordContact>['body'], 'means' | 'reached' | 'note'>;

/** What happens to one referral: each step is taken unless it was taken before. */
export class ReferralStory {
  constructor(private readonly referralId: string) {}

  /** Comes from casework encrypted, a moment after it was sent. */
  async arrives(receiver: SignedIn): Promise<void> {
    await until('the service should have received the referral', async () =>
      (await receiver.call(listReferrals, { query: { size: 100 } })).items.find(({ id }) => id === this.referralId),
    );
  }

  async moves(mover: SignedIn, transition: ReferralTransition): Promise<void> {
    const params = { referralId: this.referralId };
    const { version, states } = await mover.call(readReferral, { params });
    if (states.some(({ state }) => state === transition.to)) return;
    await mover.call(moveReferral, { params, body: { version, transition } });
  }

  async hasContact(worker: SignedIn, contact: NewContact): Promise<void> {
    const params = { referralId: this.referralId };
    const { contacts } = await worker.call(readReferral, { params });
    if (contacts.some(({ note }) => note === contact.note)) return;
    await worker.call(recordContact, { params, body: { ...contact, at: justNow(), safeContactChecked: true } });
  }
}
