/** The services of Concordat, by the name that they carry in queues, tokens, addresses and logs. */
export const SERVICE_NAMES = ['partnership-registry', 'jag-cases', 'referrals', 'indicators', 'notifications'] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];
