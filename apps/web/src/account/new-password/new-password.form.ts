import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import { formOf, rule } from '../../forms/form.js';

const tooShort = `Password must be ${PASSWORD_LENGTH} characters or more`;

export const newPasswordForm = formOf(
  rule(
    z.object({
      password: z.string('Enter a password').min(1, 'Enter a password').min(PASSWORD_LENGTH, tooShort).max(500, 'Password must be 500 characters or fewer'),
      again: z.string('Enter the password again').min(1, 'Enter the password again'),
    }),
    { of: ['password', 'again'], at: 'again', holds: ({ password, again }) => password === again, otherwise: 'Enter the same password again' },
  ),
);
