/**
 * Pages and routes that no journey, and none of the steps of this one, was shown or brought to do what they are for, by the reason.
 * The tour asks each of them all the same.
 */
export const UNREACHED: Readonly<Record<string, readonly string[]>> = {
  'The installation is set up already: `beginning` does it on a stack of its own, with what is planted, and looks through its doors': [
    'web GET /set-up',
    'web POST /set-up',
    'web GET /set-up/done',
    'web POST /set-up/partnership',
    'partnership-registry POST /installation/set-up-code',
    'partnership-registry POST /installation/partnership',
  ],
  'It shows nothing of its own, and leads on': [
    'web GET /notices/:noticeId',
    'web GET /sign-in/organisation/:agencyId/return',
  ],
};
