import { RELATIONS, type Kept } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';

const KINDS = ['user', 'agency', 'person'] as const;

export const addEntryForm = (subjectIds: readonly string[]) =>
  formOf(
    rule(
      rule(
        rule(
          z.object({
            subjectId: fields.choiceOf(subjectIds, 'Select whom it protects'),
            kind: fields.choice(KINDS, 'Select who must never learn of the person'),
            userId: fields.optionalLine(),
            agencyId: fields.optionalLine(),
            name: fields.optionalLine(),
            relation: z.enum(RELATIONS).or(z.literal('')).default(''),
            until: fields.date('Last day', { optional: true, when: 'today-or-future' }),
            why: fields.text('Enter why they must never learn of the person', 2000),
          }),
          { of: ['kind', 'userId'], at: 'userId', holds: ({ kind, userId }) => kind !== 'user' || userId !== '', otherwise: 'Select a member of staff' },
        ),
        { of: ['kind', 'agencyId'], at: 'agencyId', holds: ({ kind, agencyId }) => kind !== 'agency' || agencyId !== '', otherwise: 'Select an agency' },
      ),
      { of: ['kind', 'name', 'relation'], at: 'name', holds: ({ kind, name, relation }) => kind !== 'person' || (name !== '' && relation !== ''), otherwise: 'Enter their name and what they are to the person' },
    ),
  );

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
