import { ROLES, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { ROLE_WORDS } from '../../layout/roles.js';
import { valuesOf, type Option } from '../choices.js';

/** What an administrator states of a membership, here and as part of adding a person. */
export const membershipFields = {
  roles: fields.choices(ROLES, 'Select at least one role'),
  startsOn: fields.date('Start date'),
  endsOn: fields.date('End date', { optional: true }),
  trainingValidTo: fields.date('Training date', { optional: true }),
};

export const agencyField = (agencies: readonly Option[]) => fields.choiceOf(valuesOf(agencies), 'Select the agency that they work for');

/** The end, where there is one, is not before the start. */
export const inOrder = {
  of: ['startsOn', 'endsOn'] as const,
  at: 'endsOn' as const,
  holds: ({ startsOn, endsOn }: { startsOn: string; endsOn: string | null }) => endsOn === null || endsOn >= startsOn,
  otherwise: 'End date must be the same as or after the start date',
};

export const newMembershipForm = (agencies: readonly Option[]) => formOf(rule(z.object({ agencyId: agencyField(agencies), ...membershipFields }), inOrder));

export const membershipForm = formOf(rule(z.object({ ...membershipFields, version: fields.version() }), inOrder));

const ROLE_HINTS: Readonly<Record<Role, string>> = {
  practitioner: 'Nominates people, works on cases and does actions.',
  coordinator: 'Screens nominations, runs meetings and keeps the agenda.',
  manager: 'Accepts and closes cases, and sees how much work there is.',
  'information-governance': 'Prepares and signs agreements, and answers requests of people about their information. A second person must grant it.',
  analyst: 'Sees indicators and figures, and no case.',
  auditor: 'Sees who looked at what, and nothing of what was seen.',
  'victim-safety': 'Beside another role: sees to the safety of people who were harmed, and by itself reads no information. A second person must grant it.',
  administrator: 'Manages the partnership: agencies, forums and lists, and the people of their own agency. Sees no case.',
  'agency-administrator': 'Adds the people of their own agency and gives them roles. Sees no case.',
};

export const ROLE_ITEMS = ROLES.map((role) => ({ value: role, text: ROLE_WORDS[role], hint: ROLE_HINTS[role] }));
