import { describe, expect, it } from '@jest/globals';
import { shownContents } from './shown-contents.js';

describe('what is shown of a message', () => {
  it('is ids, codes, numbers and times by their place, and nothing that could be somebody', () => {
    const event = {
      id: '01890a5d-ac96-774b-bcce-b302099a8057', version: 3, occurredAt: '2026-08-01T02:40:00.000Z', bornOn: '2010-02-03',
      payload: { kind: 'action-given', name: 'Zebedee Quillfeather', first: 'zebedee', phone: '07700 900123', email: 'zebedee@example.com', jwe: 'aaa.bbb.ccc.ddd.eee', ids: ['case.changed', null, true] },
    };
    expect(shownContents({ producer: 'jag-cases', event })).toEqual([
      { place: 'producer', value: 'jag-cases' },
      { place: 'event.id', value: event.id },
      { place: 'event.version', value: '3' },
      { place: 'event.occurredAt', value: event.occurredAt },
      { place: 'event.bornOn', value: 'text of 10 characters' },
      { place: 'event.payload.kind', value: 'action-given' },
      { place: 'event.payload.name', value: 'text of 20 characters' },
      { place: 'event.payload.first', value: 'text of 7 characters' },
      { place: 'event.payload.phone', value: 'text of 12 characters' },
      { place: 'event.payload.email', value: 'text of 19 characters' },
      { place: 'event.payload.jwe', value: 'sealed' },
      { place: 'event.payload.ids.0', value: 'case.changed' },
      { place: 'event.payload.ids.1', value: 'none' },
      { place: 'event.payload.ids.2', value: 'true' },
    ]);
  });
});
