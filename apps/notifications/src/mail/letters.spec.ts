import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_LETTERS } from '@concordat/contracts-partnership-registry';
import { wordsOfLetter } from '../account-letters/words-of-letter.js';
import { WORDING } from '../notices/wording.js';
import { dayLetter, noticeLetter } from './letters.js';

const web = 'https://concordat.example';

describe('letters', () => {
  it('of one notice says what happened and leads to it', () => {
    const letter = noticeLetter(web, { id: '0197b0a0-0000-7000-8000-000000000001', kind: 'nomination-received' });
    expect(letter.subject).toBe('A nomination is waiting to be screened');
    expect(letter.text).toContain('A nomination is waiting to be screened.\n\nRead it in Concordat:\nhttps://concordat.example/notices/0197b0a0-0000-7000-8000-000000000001\n');
  });

  it('of a day counts by kind, and leads to the list', () => {
    const letter = dayLetter(web, ['action-given', 'case-closed', 'action-given']);
    expect(letter.subject).toBe('You have 3 new notices');
    expect(letter.text).toContain('- You have been given 2 actions\n- A case has been closed\n\nRead them in Concordat:\nhttps://concordat.example/notices\n');
    expect(dayLetter(web, ['case-closed']).subject).toBe('You have a new notice');
  });

  it('about a passkey, a review of access or any other thing of an account say nothing of the person', () => {
    const of = (person: string) => ({ email: `${person}@outreach.example`, token: null });
    for (const kind of ACCOUNT_LETTERS) {
      const letters = ['leah', 'imran'].map((person) => wordsOfLetter(web, { kind, ...of(person) }, new Date('2026-02-02T09:00:00Z')));
      expect([kind, letters[0]]).toEqual([kind, letters[1]]);
      expect(`${letters[0]?.subject ?? ''} ${letters[0]?.text ?? ''}`).not.toMatch(/leah|@|outreach/i);
    }
    // A passkey is a second factor: that it is one, and of which device, is not said.
    const passkey = wordsOfLetter(web, { kind: 'second-factor-changed', ...of('leah') }, new Date());
    expect(passkey.text).not.toMatch(/passkey|telephone|key/i);
    const ids = ['0197b0a0-0000-7000-8000-000000000001', '0197b0a0-0000-7000-8000-000000000002'];
    const reviews = ids.map((id) => noticeLetter(web, { id, kind: 'access-review-due' }));
    expect(reviews.map(({ subject, text }, at) => [subject, text.replaceAll(ids[at] ?? '', 'id')])).toEqual(reviews.map(() => [WORDING['access-review-due'].one, reviews[0]?.text.replaceAll(ids[0] ?? '', 'id')]));
  });
});
