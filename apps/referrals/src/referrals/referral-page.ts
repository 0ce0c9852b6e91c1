import type { readReferral } from '@concordat/contracts-referrals';
import { referralPayload } from '@concordat/contracts-jag-cases';
import { consentReceipt, type OutputOf } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { Database } from '@concordat/platform-persistence';
import { isWhole, ItemReading, PeopleNamed, peopleNamedIn, type ReadItem } from '@concordat/sharing';
import { Injectable } from '@nestjs/common';
import { Contact } from '../contacts/contact.entity.js';
import { ReferralContact } from '../safe-contact/referral-contact.js';
import { Referral, ReferralStateEntry } from './referral.entity.js';
import { ReferralList } from './referral-list.js';
import { moversOf } from './standing.js';
import { transitionsFrom } from './transition-table.js';
import { Workers } from './workers.js';

type PageView = OutputOf<typeof readReferral>;

/** A referral's page for one reader: everything that is said about the person comes from items that they may read. */
@Injectable()
export class ReferralPage {
  constructor(
    private readonly database: Database,
    private readonly list: ReferralList,
    private readonly items: ItemReading,
    private readonly named: PeopleNamed,
    private readonly workers: Workers,
    private readonly safeContact: ReferralContact,
    private readonly audit: Audit,
  ) {}

  async of(referral: Referral): Promise<PageView> {
    await this.#opened(referral);
    const reading = this.items.ofCase(referral.id);
    const [items, [row], contacts, safeContact, states, possibleWorkers] = await Promise.all([
      reading,
      this.list.rowsOf([referral], reading.then((all) => (isWhole(all) ? peopleNamedIn(all) : this.named.of([referral.id])))),
      this.contactsOf(referral),
      this.safeContact.shown(referral),
      this.#states(referral, reading),
      this.workers.of(referral),
    ]);
    if (!row) throw new Error('A referral has a row');
    const saying = (code: string): ReadItem | undefined => items.findLast((one) => one.fields[code] !== undefined);
    const said = (code: string): string => saying(code)?.fields[code] ?? '';
    const why = (code: string): string[] => saying(code)?.why ?? [];
    const asked = items.find((one) => one.fields.agreement !== undefined);
    await this.audit.record({ action: 'viewed', kind: 'referral', ids: [referral.id] });
    return {
      ...row,
      version: referral.version,
      fromUserId: referral.fromUserId,
      person: { givenName: said('givenName'), familyName: said('familyName'), dateOfBirth: said('dateOfBirth') || null, school: said('school') || null },
      reason: asked?.fields.reason ?? '',
      why: {
        dateOfBirth: why('dateOfBirth'), school: why('school'), reason: asked?.why ?? [], agreement: why('agreement'), receipts: why('consentReceipt'),
        outcome: [...new Set([...why('outcome'), ...why('feedback')])],
      },
      agreement: agreementOf(said('agreement')),
      safeContact,
      receipts: items.flatMap(({ fields }) => (fields.consentReceipt === undefined ? [] : [consentReceipt.parse(JSON.parse(fields.consentReceipt))])),
      transitions: transitionsFrom({ state: referral.state, contacts }, moversOf(referral)).map(({ row: one, lacking }) => ({ to: one.to, name: one.name, lacking })),
      states,
      contacts: contacts.map(({ id, at, means, reached, byUserId, noteItemId }) => {
        const note = items.find((one) => one.item.id === noteItemId);
        return { id, at: at.toISOString(), means, reached, safeContactChecked: true, note: note?.fields.note ?? '', why: note?.why ?? [], byUserId };
      }),
      outcome:
        referral.outcomeCode === null || referral.outcomeAchieved === null
          ? null
          : { code: referral.outcomeCode, achieved: referral.outcomeAchieved, reason: said('outcome'), feedback: said('feedback') },
      possibleWorkers,
    };
  }

  async contactsOf({ partnershipId, id }: Pick<Referral, 'partnershipId' | 'id'>): Promise<Contact[]> {
    return this.database.rows(Contact).find({ partnershipId, caseId: id }, { orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  }

  /** The service has looked at it: from now on nobody has to chase that. */
  async #opened(referral: Referral): Promise<void> {
    if (referral.openedAt !== null) return;
    await this.database.rows(Referral).change(referral, referral.version, { openedAt: this.database.clock.now() });
  }

  async #states(referral: Referral, reading: Promise<readonly ReadItem[]>): Promise<PageView['states']> {
    const { partnershipId, id: caseId } = referral;
    const entered = this.database.rows(ReferralStateEntry).find({ partnershipId, caseId }, { orderBy: [{ fromAt: 'asc' }, { id: 'asc' }] });
    const [entries, items] = await Promise.all([entered, reading]);
    const now = this.database.clock.now();
    return entries.map(({ state, fromAt, toAt, byUserId, reasonItemId }) => {
      const { fields, why = [] } = items.find((one) => one.item.id === reasonItemId) ?? {};
      const texts = Object.values(fields ?? {});
      return {
        state, from: fromAt.toISOString(), to: toAt?.toISOString() ?? null, seconds: Math.max(0, Math.floor(((toAt ?? now).getTime() - fromAt.getTime()) / 1000)), byUserId,
        reason: texts.length === 0 ? null : texts.join('. '), why,
      };
    });
  }
}

function agreementOf(text: string): PageView['agreement'] {
  if (text === '') return { given: false, by: 'not-asked', explanation: null };
  return referralPayload.shape.agreement.parse(JSON.parse(text));
}
