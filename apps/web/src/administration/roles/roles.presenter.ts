import type { listRoleChanges, listRoleRequests, RoleRequest } from '@concordat/contracts-partnership-registry';
import type { OutputOf, Role } from '@concordat/contracts-protocol';
import type { Form } from '../../forms/form.js';
import { page, type PageAnswer } from '../../layout/answers.js';
import { rolesInWords, ROLE_WORDS } from '../../layout/roles.js';
import { dateTime } from '../../layout/times.js';
import type { KnownNames } from '../../services/names.js';

export const ROLE_REQUESTS = '/administration/role-requests';
export const ROLE_CHANGES = '/administration/role-changes';

export const ROLE_DONE = { granted: 'The role has been granted', refused: 'The role has been refused' } as const;

export function roleRequestsPage(requests: OutputOf<typeof listRoleRequests>, names: KnownNames, after: string | null, success: string | null): PageAnswer {
  return page('administration/records/list', {
    title: 'Roles that wait for a second person',
    success,
    intro: 'Some roles reach further than others: one person asks for them, and another grants them. Whoever asked, and whoever is to get the role, cannot be that person.',
    table: {
      caption: 'Roles that wait, the oldest first',
      columns: ['Person', 'Agency', 'Role', 'Asked for by', 'Decision'],
      actions: true,
      rows: requests.items.map(({ id, name, agencyName, role, requestedBy, requestedAt, mayDecide }) => [
        { text: name },
        { text: agencyName },
        { text: ROLE_WORDS[role] },
        { text: names.user(requestedBy), hint: dateTime(requestedAt) },
        mayDecide ? { text: 'Decide', href: `${ROLE_REQUESTS}/${id}`, hidden: `on the role of ${name}` } : { text: 'Somebody else decides' },
      ]),
    },
    empty: 'No role is waiting.',
    next: requests.next,
    base: ROLE_REQUESTS,
    after,
    other: { text: 'Changes of roles', href: ROLE_CHANGES },
  });
}

export function decisionPage({ name, agencyName, role, requestedAt }: RoleRequest, by: string, form: Form): PageAnswer {
  return page('administration/roles/decision', {
    title: 'Decide on a role',
    back: ROLE_REQUESTS,
    caption: `${name}, ${agencyName}`,
    role: ROLE_WORDS[role],
    by,
    requestedAt,
    form,
  });
}

const roles = (held: readonly Role[]): string => (held.length === 0 ? 'None' : rolesInWords(held));

export function roleChangesPage(changes: OutputOf<typeof listRoleChanges>, names: KnownNames, after: string | null): PageAnswer {
  return page('administration/records/list', {
    title: 'Changes of roles',
    intro: 'What became of the roles of your agency’s people. The information governance lead of the agency is told of each change. “None” stands for no access: before it begins, after it has ended, while it is suspended and while the account is closed.',
    table: {
      caption: 'Changes of roles, the newest first',
      columns: ['Person', 'Before', 'After', 'By', 'When'],
      rows: changes.items.map(({ name, before, after: then, by, at }) => [{ text: name }, { text: roles(before) }, { text: roles(then) }, { text: names.user(by) }, { text: dateTime(at), together: true }]),
    },
    empty: 'No role has changed yet.',
    next: changes.next,
    base: ROLE_CHANGES,
    after,
    other: { text: 'Roles that wait for a second person', href: ROLE_REQUESTS },
  });
}
