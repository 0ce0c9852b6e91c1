import type { Partnership } from '@concordat/contracts-partnership-registry';
import { ACCESS_REVIEW } from '../access-review/reviews.presenter.js';
import { SIGN_IN_SETTINGS } from '../sign-in/sign-in-settings.presenter.js';
import { ROLE_CHANGES, ROLE_REQUESTS } from '../roles/roles.presenter.js';
import { page, type PageAnswer } from '../../layout/answers.js';

/** Administrators of an agency find its people alone. */
export function overviewPage(partnership: Partnership, whole: boolean): PageAnswer {
  return page('administration/overview/overview', {
    title: 'Administration',
    partnership: partnership.name,
    groups: [
      {
        heading: 'Your agency’s people',
        entries: [
          { text: 'People', href: '/administration/people', about: 'Add people, give them roles, close the accounts of leavers.' },
          { text: 'Roles that wait for a second person', href: ROLE_REQUESTS, about: 'Grant or refuse a role that somebody else has asked for.' },
          { text: 'Review of access', href: ACCESS_REVIEW, about: 'Confirm once a year that each person still needs their access.' },
          { text: 'Changes of roles', href: ROLE_CHANGES, about: 'What became of the roles of your agency’s people.' },
          { text: 'Your agency’s own sign-in', href: SIGN_IN_SETTINGS, about: 'Let your people sign in with the account that they have at work.' },
        ],
      },
      ...(whole ? OF_THE_PARTNERSHIP : []),
    ],
  });
}

const OF_THE_PARTNERSHIP = [
      {
        heading: 'Who works together',
        entries: [
          { text: 'Agencies', href: '/administration/agencies', about: 'Which agencies belong to the partnership.' },
          { text: 'The partnership', href: '/administration/partnership', about: 'Its name and its districts.' },
        ],
      },
      {
        heading: 'How they work',
        entries: [
          { text: 'Forums', href: '/administration/forums', about: 'Where cases are decided on, and by which criteria.' },
          { text: 'Agreements', href: '/agreements', about: 'Who may give what to whom, and who signed.' },
          { text: 'Directory of services', href: '/administration/directory', about: 'Services to which people are referred.' },
          { text: 'Reference lists', href: '/administration/reference-lists', about: 'Purposes, categories, legal gateways and other lists.' },
          { text: 'Systems that ask', href: '/administration/decision-clients', about: 'Other systems that ask Concordat who may see what.' },
        ],
      },
      {
        heading: 'When something fails',
        entries: [
          { text: 'Messages that failed', href: '/administration/dead-letters', about: 'What one part of Concordat could not take from another, and why.' },
          { text: 'Messages under way', href: '/administration/queues', about: 'What has not been passed on yet, and work that begins by itself.' },
        ],
      },
];
