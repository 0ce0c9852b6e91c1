import { z } from 'zod';
import { formOf } from '../../forms/form.js';
import { carried } from '../carried.js';

/** The choice "none of these people". */
export const NONE = 'none';

const empty = 'Select the person, or select none of these people';

export const matchesForm = formOf(z.object({ match: z.union([z.literal(NONE), z.uuid(empty)], empty), ...carried }));
