import { readSettings } from '@concordat/platform-config';
import { z } from 'zod';

const settings = z.object({ CONCORDAT_EMERGENCY_ACCESS_A_DAY: z.coerce.number().int().min(0).max(100).default(3) });

/** How often one user may use emergency access over the services that hold cases on one day in Europe/London. */
export class EmergencyLimit {
  constructor(readonly aDay: number) {}

  static from(env: Readonly<Record<string, string | undefined>>): EmergencyLimit {
    return new EmergencyLimit(readSettings(settings, env).CONCORDAT_EMERGENCY_ACCESS_A_DAY);
  }
}
