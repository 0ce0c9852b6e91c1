import { z } from 'zod';
import { defineRoute } from '../route.js';
import type { ServiceName } from '../services.js';
import { instant } from '../values.js';

/** What the services that share tell everybody of how they stand. */
export const sharingStandingRoutes = (service: ServiceName) => ({
  /** `ownAlone`: the registry has been silent for too long, so that nothing of other agencies is shown until it is heard again. */
  standing: defineRoute({
    service,
    method: 'GET',
    path: '/sharing/standing',
    summary: 'Whether agreements count at this moment',
    response: z.strictObject({ ownAlone: z.boolean(), heardAt: instant.nullable() }),
  }),
});
