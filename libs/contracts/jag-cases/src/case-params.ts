import { id } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** Of a route below a case. */
export const caseParams = z.strictObject({ caseId: id });
