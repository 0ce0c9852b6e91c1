import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { carried } from '../carried.js';

/** `codes`: the gateways in the partnership's own list. */
export const gatewayForm = (codes: readonly string[]) =>
  formOf(z.object({ gateway: fields.choiceOf(codes, 'Select the legal gateway'), why: fields.text('Enter why this information needs to be shared'), ...carried }));
