/**
 * Names of roles differ between installations, so migrations grant to these: `grant select on x to ${APP_ROLE}`.
 * `runMigrations` puts the real names in their place.
 */
export const APP_ROLE = '"concordat:app"';
export const RELAY_ROLE = '"concordat:relay"';

export interface RoleNames {
  appRole: string;
  relayRole: string;
}

/** `name` as an identifier of PostgreSQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function withRoleNames(sql: string, names: RoleNames): string {
  return sql.replaceAll(APP_ROLE, () => quoteName(names.appRole)).replaceAll(RELAY_ROLE, () => quoteName(names.relayRole));
}
