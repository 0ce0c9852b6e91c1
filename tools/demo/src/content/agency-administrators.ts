import type { AgencyKey } from './agencies.js';
import type { DemoPerson } from './people.js';

const administrator = (name: string, email: string, agency: AgencyKey, more: Partial<DemoPerson> = {}): DemoPerson => ({
  name,
  email,
  does: 'Agency administrator',
  toTry: 'Add somebody to your agency, and ask for a role that a second person grants',
  partnership: 'here',
  places: [{ agency, roles: ['agency-administrator'] }],
  ...more,
});

/**
 * Who looks after the people of each agency of the demo: an agency's people are its own administrators' business, and
 * some roles need a second person. They sign in as the others do, and are not among those whom a newcomer meets first.
 */
export const AGENCY_ADMINISTRATORS: readonly DemoPerson[] = [
  administrator('Dilys Marlowe', 'dilys.marlowe@hinckley-bosworth.example', 'council'),
  administrator('Osric Penhale', 'osric.penhale@blaby.example', 'blaby'),
  administrator('Gwen Tarrant', 'gwen.tarrant@leicestershire-police.example', 'police'),
  administrator('Lorna Whitlock', 'lorna.whitlock@transport-police.example', 'transportPolice'),
  administrator('Piers Hanbury', 'piers.hanbury@hollycroft-park.example', 'school'),
  administrator('Meera Santley', 'meera.santley@youth-outreach.example', 'youthOutreach'),
  administrator('Joan Ferriby', 'joan.ferriby@outreach-service.example', 'abuseOutreach'),
  administrator('Basil Redfern', 'basil.redfern@leicestershire-police.example', 'police', { partnership: 'neighbour' }),
];
