import { z } from 'zod';
import * as fields from '../../../forms/fields.js';
import { formOf } from '../../../forms/form.js';

/** The choice is a place in the list: the next page's address, which browsers keep, does not say what kind of information it is. */
export const chooseCategoryForm = (places: readonly string[]) => formOf(z.object({ kind: fields.choiceOf(places, 'Select what kind of information it is') }));
