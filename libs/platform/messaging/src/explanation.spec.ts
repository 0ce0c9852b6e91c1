import { NotFoundError, PermanentFailure } from '@concordat/platform-errors';
import { describe, expect, it } from '@jest/globals';
import { explain } from './explanation.js';

describe('an explanation of a failure', () => {
  it('keeps the words that we wrote for it', () => {
    expect(explain(new PermanentFailure('The forum has closed'))).toMatchObject({ permanent: true, text: expect.stringMatching(/^The forum has closed, at src\/explanation\.spec\.ts:\d+$/) });
  });

  it('names the code of a problem', () => {
    expect(explain(new NotFoundError('Jane Doe'))).toMatchObject({ code: 'not-found', permanent: false, text: expect.not.stringContaining('Jane') });
  });

  it('names what the database refused, never the values', () => {
    const refusal = Object.assign(new Error('Key (name)=(Jane Doe) already exists'), { code: '23505', table: 'person', constraint: 'person_name' });
    expect(explain(refusal)).toMatchObject({ code: 'database-23505', text: expect.stringMatching(/^The database refused with 23505 \(table person, constraint person_name\), at /) });
  });

  it('names the type and the place of any other error', () => {
    const { text } = explain(new TypeError('Jane Doe is not a function'));
    expect(text).toMatch(/^TypeError, at src\/explanation\.spec\.ts:\d+$/);
    expect(explain('Jane Doe').text).not.toContain('Jane');
  });
});
