import { describe, expect, it } from '@jest/globals';
import { backupCodeForm } from './backup-code.form.js';

describe('a backup code', () => {
  it.each(['k3m7q-2xd9p', 'K3M7Q2XD9P', ' k3m7q 2xd9p ', 'k3m7q – 2xd9p'])('is read as people copy it: %j', async (typed) => {
    const result = await backupCodeForm.read({ code: typed }).send((value) => Promise.resolve(value));
    expect(result).toEqual({ sent: true, answer: { code: 'k3m7q-2xd9p' } });
  });

  it.each(['', 'k3m7q', 'k3m7q-2xd9', 'k3m7q-2xd9o', 'k3m7q-2xd9p1'])('is asked for again in place of %j', async (typed) => {
    const result = await backupCodeForm.read({ code: typed }).send((value) => Promise.resolve(value));
    expect(result.sent).toBe(false);
  });
});
