import { RELATIONS, type Kept } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';

const KINDS = ['user', 'agency', 'person'] as const;

const asked = (subjectIds: readonly string[]) =>
  z.object({
    subjectId: fields.choiceOf(subjectIds, 'Select whom it protects'),
    kind: fields.choice(KINDS, 'Select who must never learn of the person'),
    userId: fields.optionalLine(),
    agencyId: fields.optionalLine(),
    name: fields.optionalLine(),
    relation: z.enum(RELATIONS).or(z.literal('')).default(''),
    until: fields.date('Last day', { optional: true, when: 'today-or-future' }),
    why: fields.text('Enter why they must never learn of the person', 2000),
  });

/** Each answer is asked for where it belongs to what was chosen. */
export const addEntryForm = (subjectIds: readonly string[]) => {
  const staff = rule(asked(subjectIds), { of: ['kind', 'userId'], at: 'userId', holds: ({ kind, userId }) => kind !== 'user' || userId !== '', otherwise: 'Select a member of staff' });
  const agency = rule(staff, { of: ['kind', 'agencyId'], at: 'agencyId', holds: ({ kind, agencyId }) => kind !== 'agency' || agencyId !== '', otherwise: 'Select an agency' });
  const named = rule(agency, { of: ['kind', 'name'], at: 'name', holds: ({ kind, name }) => kind !== 'person' || name !== '', otherwise: 'Enter their name' });
  return formOf(rule(named, { of: ['kind', 'relation'], at: 'relation', holds: ({ kind, relation }) => kind !== 'person' || relation !== '', otherwise: 'Select what they are to the person' }));
};

interface Chosen {
  kind: (typeof KINDS)[number];
  userId: string;
  agencyId: string;
  name: string;
  relation: (typeof RELATIONS)[number] | '';
}

export function keptOf({ kind, userId, agencyId, name, relation }: Chosen): Kept {
  switch (kind) {
    case 'user':
      return { kind, userId };
    case 'agency':
      return { kind, agencyId };
    case 'person':
      return { kind, name, relation: relation === '' ? 'other' : relation };
  }
}
