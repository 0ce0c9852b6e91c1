import { MOST_PASSKEYS, type Passkey } from '@concordat/contracts-partnership-registry';
import { page, type PageAnswer } from '../../layout/answers.js';

export function passkeysPage(passkeys: readonly Passkey[], success: string | null): PageAnswer {
  return page('account/passkeys/passkeys', { title: 'Your passkeys', back: '/account', success, passkeys, full: passkeys.length >= MOST_PASSKEYS });
}
