/**
 * Pages and routes that no journey, and none of the steps of this one, was shown or brought to do what they are for, by the reason.
 * The tour asks each of them all the same.
 */
export const UNREACHED: Readonly<Record<string, readonly string[]>> = {
  'The installation is set up already: `beginning` does it on a stack of its own, with what is planted, and looks through its doors': [
    'web GET /set-up',
    'web POST /set-up',
    'web GET /set-up/done',
    'web POST /set-up/partnership',
    'partnership-registry POST /installation/set-up-code',
    'partnership-registry POST /installation/partnership',
  ],
  'It shows nothing of its own, and leads on': [
    'web GET /notices/:noticeId',
    'web GET /sign-in/organisation/:agencyId/return',
  ],
  'It wants the passkey of a device, and no journey joins with one or removes it': [
    'web GET /passwords/:token/passkey',
    'web POST /passwords/:token/passkey',
    'web POST /account/passkeys/:passkeyId/remove',
    'partnership-registry POST /account-links/passkeys/challenge',
    'partnership-registry POST /account-links/passkeys',
    'partnership-registry DELETE /sessions/current/passkeys/:passkeyId',
  ],
  'Two agencies have a case each of the same person, in forums of their own': [
    'jag-cases GET /known-to/:wordId',
    'jag-cases POST /known-to/:wordId/decision',
  ],
  'Whoever has the receipt of another service asks by its number, and no page does': [
    'jag-cases GET /receipts/:receiptId',
    'referrals GET /receipts/:receiptId',
  ],
};
