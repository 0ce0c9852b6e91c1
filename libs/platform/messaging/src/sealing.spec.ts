import { PermanentFailure } from '@concordat/platform-errors';
import { sealedFor } from '@concordat/contracts-protocol';
import { testKeys } from '@concordat/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { openSealed, sealFor } from './sealing.js';
import { messagingSettings } from './settings.js';

const card = z.strictObject({ name: z.string() });
const keysFor = messagingSettings.pick({ CONCORDAT_RECEIVING_KEY: true, CONCORDAT_PUBLIC_KEYS: true });

describe('a value sealed for a service', () => {
  let keys: { referrals: z.output<typeof keysFor>; cases: z.output<typeof keysFor> };
  beforeAll(async () => {
    const made = await testKeys();
    keys = { referrals: keysFor.parse(made.environmentOf('referrals')), cases: keysFor.parse(made.environmentOf('jag-cases')) };
  });

  it('is opened by that service', async () => {
    const sealed = await sealFor('referrals', { name: 'Jane Doe' }, keys.cases);
    expect(sealedFor.safeParse(sealed).success).toBe(true);
    expect(decodeProtectedHeader(sealed)).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: 'referrals' });
    expect(await openSealed(sealed, card, keys.referrals)).toEqual({ name: 'Jane Doe' });
  });

  it('is opened by nobody else, and not when altered: trying again is pointless', async () => {
    const sealed = await sealFor('referrals', { name: 'Jane Doe' }, keys.cases);
    await expect(openSealed(sealed, card, keys.cases)).rejects.toThrow(PermanentFailure);
    const [header, key, nonce, text, tag] = sealed.split('.');
    const altered = [header, key, nonce, `${text![0] === 'A' ? 'B' : 'A'}${text!.slice(1)}`, tag].join('.');
    await expect(openSealed(altered, card, keys.referrals)).rejects.toThrow(PermanentFailure);
  });

  it('must have the shape that was agreed; the fault names the place and not the value', async () => {
    const sealed = await sealFor('referrals', { name: 12, nickname: 'Jay' }, keys.cases);
    const opening = openSealed(sealed, card, keys.referrals);
    await expect(opening).rejects.toThrow(/name invalid_type, \(all\) unrecognized_keys$/);
  });

  it('needs the key of the service', async () => {
    await expect(sealFor('indicators', {}, { ...keys.cases, CONCORDAT_PUBLIC_KEYS: {} })).rejects.toThrow('CONCORDAT_PUBLIC_KEYS has no key of indicators');
  });
});
