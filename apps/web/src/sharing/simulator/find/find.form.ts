import { reference } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { formOf } from '../../../forms/form.js';

const TYPED = 'Enter a reference of a case or referral, like YJ-7K3M-Q2';

export const findForm = formOf(z.object({ reference: z.string(TYPED).transform((typed) => typed.trim().toUpperCase()).pipe(reference.catch(() => '')).refine((value) => value !== '', TYPED) }));
