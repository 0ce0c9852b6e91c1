import { PASSWORD_LENGTH } from '@concordat/contracts-partnership-registry';
import { z } from 'zod';
import { formOf, rule } from '../../forms/form.js';

const tooShort = `Password must be ${PASSWORD_LENGTH} characters or more`;

/** A password that somebody chooses, typed twice. */
export const chosenPassword = {
  password: z.string('Enter a password').min(1, 'Enter a password').min(PASSWORD_LENGTH, tooShort).max(500, 'Password must be 500 characters or fewer'),
  again: z.string('Enter the password again').min(1, 'Enter the password again'),
};

export const twiceAlike = {
  of: ['password', 'again'] as const,
  at: 'again' as const,
  holds: ({ password, again }: { password: string; again: string }) => password === again,
  otherwise: 'Enter the same password again',
};

export const newPasswordForm = formOf(rule(z.object(chosenPassword), twiceAlike));
