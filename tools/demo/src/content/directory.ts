import type { CallOf } from '@concordat/contracts-protocol';
import type { addDirectoryService } from '@concordat/contracts-partnership-registry';
import type { AgencyKey } from './agencies.js';

type Details = Omit<CallOf<typeof addDirectoryService>['body'], 'providerAgencyId'>;

export interface DemoService extends Details {
  provider: AgencyKey;
}

export const YOUTH_OUTREACH = 'Youth outreach';

/** Services of the directory, all in the demo partnership. */
export const SERVICES: readonly DemoService[] = [
  {
    name: YOUTH_OUTREACH,
    provider: 'youthOutreach',
    kind: 'outreach',
    purpose: 'youth-diversion',
    description: 'One-to-one support from an outreach worker for up to six months: at school, at home or wherever the young person feels at ease.',
    minimumAge: 10,
    maximumAge: 17,
    acknowledgeHours: 48,
    firstContactHours: 120,
    signpost: 'Adults are told of the council’s community hubs.',
  },
  {
    name: 'Domestic abuse outreach',
    provider: 'abuseOutreach',
    kind: 'outreach',
    purpose: 'domestic-abuse-support',
    description: 'Confidential one-to-one support, safety planning and group programmes for women who live or have lived with domestic abuse.',
    minimumAge: 18,
    maximumAge: null,
    acknowledgeHours: 24,
    firstContactHours: 48,
    signpost: 'Men are told of the county’s domestic abuse service, which supports everyone.',
  },
];
