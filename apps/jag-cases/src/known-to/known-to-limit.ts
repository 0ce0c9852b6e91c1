import { readSettings } from '@concordat/platform-config';
import { z } from 'zod';

const settings = z.object({ CONCORDAT_KNOWN_TO_A_DAY: z.coerce.number().int().min(0).max(1_000).default(10) });

/** How often one user may ask on one day in Europe/London whether people are known to others. */
export class KnownToLimit {
  constructor(readonly aDay: number) {}

  static from(env: Readonly<Record<string, string | undefined>>): KnownToLimit {
    return new KnownToLimit(readSettings(settings, env).CONCORDAT_KNOWN_TO_A_DAY);
  }
}
