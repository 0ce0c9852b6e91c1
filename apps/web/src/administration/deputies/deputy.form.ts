import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { valuesOf, type Option } from '../choices.js';

export const deputyForm = (colleagues: readonly Option[]) =>
  formOf(z.object({ userId: fields.choiceOf(valuesOf(colleagues), 'Select who acts for them'), startsOn: fields.date('Start date'), endsOn: fields.date('End date') }));
