import { describe, expect, it } from '@jest/globals';
import { preferenceForm } from './preference.form.js';

describe('how people hear of notices', () => {
  it('is chosen for the first time without a version, and then with it', () => {
    expect(preferenceForm.blank({ mail: 'at-once', version: null }).text('version')).toBe('');
    expect(preferenceForm.read({ mail: 'daily', version: '' }).value).toEqual({ mail: 'daily', version: null });
    expect(preferenceForm.read({ mail: 'application-only', version: '3' }).value).toEqual({ mail: 'application-only', version: 3 });
  });

  it('must be one of the three', () => {
    for (const mail of [undefined, '', 'hourly']) {
      expect(preferenceForm.read({ ...(mail === undefined ? {} : { mail }), version: '1' }).form.fault('mail')?.message).toBe('Select how you want to hear of new notices');
    }
  });
});
