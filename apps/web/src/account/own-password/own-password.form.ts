import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, rule } from '../../forms/form.js';
import { chosenPassword, twiceAlike } from '../new-password/new-password.form.js';

export const ownPasswordForm = formOf(rule(z.object({ current: fields.password('Enter the password that you have now'), ...chosenPassword }), twiceAlike));
