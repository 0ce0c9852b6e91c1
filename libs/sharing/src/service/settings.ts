import { z } from 'zod';

/** Settings of every service that shares. */
export const sharingSettings = z.object({
  /** For so many seconds after the registry's last sign of life agreements count; then readers see what their own agency holds alone. */
  CONCORDAT_REGISTRY_SILENCE_SECONDS: z.coerce.number().int().min(1).max(86_400).default(300),
  /** Where registered systems reach the policy decision point of this service, as its discovery tells them; the address that they asked unless given. */
  CONCORDAT_DECISIONS_URL: z.url().optional(),
});
export type SharingSettings = z.output<typeof sharingSettings>;

/** Token of the {@link SharingSettings} read at start. */
export const SHARING_SETTINGS = Symbol('sharing settings');
