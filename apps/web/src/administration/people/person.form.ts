import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import type { Option } from '../choices.js';
import { agencyField, inOrder, membershipFields } from '../memberships/membership.form.js';

const details = { name: fields.line('Enter their full name'), email: fields.email() };

/** A person and their first membership. */
export const newPersonForm = (agencies: readonly Option[]) => formOf(rule(z.object({ ...details, agencyId: agencyField(agencies), ...membershipFields }), inOrder));

export const personForm = formOf(z.object({ ...details, version: fields.version() }));

/** The filter of the list. */
export const peopleFilterForm = formOf(z.object({ agency: z.uuid().optional().catch(undefined) }));
