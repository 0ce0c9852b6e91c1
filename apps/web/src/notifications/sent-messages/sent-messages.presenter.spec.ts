import { describe, expect, it } from '@jest/globals';
import { paragraphsOf, sentMessagesPage } from './sent-messages.presenter.js';

describe('messages of the demo', () => {
  it('have their paragraphs, and links to pages of ours alone', () => {
    expect(paragraphsOf('Read it:\r\nhttps://here.example/notices/0197-ab\r\n\r\nBye\nhttps://there.example/other\n')).toEqual([
      [{ text: 'Read it:', href: null }, { text: 'https://here.example/notices/0197-ab', href: '/notices/0197-ab' }],
      [{ text: 'Bye', href: null }, { text: 'https://there.example/other', href: null }],
    ]);
  });

  it('come ten a page, and again from the first when the last one is no longer there', () => {
    const messages = Array.from({ length: 45 }, (_none, n) => ({ id: String(n), receivedAt: '2026-02-02T09:00:00Z', to: ['a@b.example'], subject: `S${n}`, text: 'T', partnershipId: 'p' }));
    const first = sentMessagesPage(messages, null).model;
    expect(first).toMatchObject({ next: '9', messages: { length: 10 } });
    expect(sentMessagesPage(messages, '39').model).toMatchObject({ next: null, messages: [{ subject: 'S40' }, {}, {}, {}, {}] });
    expect(sentMessagesPage(messages, 'gone').model.messages).toEqual(first.messages);
  });
});
