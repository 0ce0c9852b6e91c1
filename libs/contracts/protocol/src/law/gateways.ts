import type { Category } from '../values.js';

/** Who gives what through a gateway. */
export interface GatewayUse {
  /** Code of the gateway; null for consent alone. */
  gateway: string | null;
  categories: readonly Category[];
  /** Whether any of those who give is a health or social care authority, which its kind of agency says. */
  fromHealthOrSocialCare: boolean;
}

/** What a gateway does not let through: `patient-information`, or anything personal `from-health-or-social-care`. */
export type GatewayFault = 'patient-information' | 'from-health-or-social-care';

/**
 * Information about somebody's health, diagnosis, care or treatment, whoever holds it: "patient information" as in the
 * National Health Service Act 2006, section 251(10).
 */
const PATIENT_INFORMATION = ['health', 'mental-health', 'substance-use'] as const satisfies readonly Category[];

/** The power to disclose for the serious violence duty: Police, Crime, Sentencing and Courts Act 2022, section 16. */
export const SERIOUS_VIOLENCE_GATEWAY = 'pcsc-2022-serious-violence';

/**
 * What a gateway's own limits refuse. Section 16 of the Police, Crime, Sentencing and Courts Act 2022 authorises neither
 * patient information, whoever discloses it, nor personal information by a health or social care authority; an item is
 * always personal information.
 */
export function gatewayFaults({ gateway, categories, fromHealthOrSocialCare }: GatewayUse): GatewayFault[] {
  if (gateway !== SERIOUS_VIOLENCE_GATEWAY) return [];
  const patient = categories.some((category) => PATIENT_INFORMATION.some((refused) => refused === category));
  return [...(patient ? (['patient-information'] as const) : []), ...(fromHealthOrSocialCare ? (['from-health-or-social-care'] as const) : [])];
}

export const GATEWAY_FAULT_WORDS: Readonly<Record<GatewayFault, string>> = {
  'patient-information': 'The serious violence gateway does not let patient information through (Police, Crime, Sentencing and Courts Act 2022, section 16)',
  'from-health-or-social-care': 'The serious violence gateway does not let personal information from health or social care through (Police, Crime, Sentencing and Courts Act 2022, section 16)',
};
