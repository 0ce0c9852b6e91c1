import { describe, expect, it } from '@jest/globals';
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
});
