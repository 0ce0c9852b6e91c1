import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import { oneALine } from '../administration/fields.js';
import * as fields from '../forms/fields.js';
import { formOf } from '../forms/form.js';

export const codeForm = formOf(z.object({ code: fields.line('Enter the set-up code', 100) }));

/** The partnership, its first agency, and whoever makes them. */
export const partnershipForm = formOf(
  z.object({
    code: fields.line('Enter the set-up code', 100),
    name: fields.line('Enter the name of the partnership'),
    districts: oneALine({ entries: 50, called: 'districts' }, 'Enter at least one district'),
    agencyName: fields.line('Enter the name of your agency'),
    agencyKind: fields.line('Select what kind of agency it is'),
    administratorName: fields.line('Enter your full name'),
    email: fields.email(),
    password: fields.password('Enter a password').min(PASSWORD_LENGTH, `Password must be ${PASSWORD_LENGTH} characters or more`),
  }),
);
