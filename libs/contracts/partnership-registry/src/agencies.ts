import { defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { listed, recorded } from './records.js';

/** An agency as one partnership knows it. `id` is the agency's own, the same in every partnership that it belongs to. */
export const agency = z.strictObject({
  id,
  name: line,
  /** An entry of the reference list `agency-kinds`. */
  kind: listed,
  /** An agency that it is part of; being the parent gives no access. */
  parentId: id.nullable(),
  /** Whether others may open its items in an emergency. */
  emergencyAccess: z.boolean(),
  /** Whom to telephone when its information is not opened in an emergency: an office, at any hour. */
  dutyContact: z.string().nullable(),
  /** Still a member of the partnership. */
  active: z.boolean(),
  ...recorded,
});
export type Agency = z.output<typeof agency>;

const details = { name: line, kind: listed, parentId: id.nullable(), emergencyAccess: z.boolean(), dutyContact: line.nullable().default(null) };
const params = z.strictObject({ agencyId: id });

/** By name; those that left are listed where `left` is asked. */
export const listAgencies = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/agencies',
  summary: 'Agencies of the partnership',
  query: pageQuery.extend({ left: z.stringbool().default(false) }),
  response: pageOf(agency),
});

export const getAgency = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/agencies/:agencyId',
  summary: 'One agency of the partnership',
  params,
  response: agency,
});

/** Administrators. `existingId` brings in an agency that another partnership registered, whose administrator gave its id; 422 `already-here`. */
export const addAgency = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/agencies',
  summary: 'Add an agency to the partnership',
  body: z.strictObject({ ...details, existingId: id.optional() }),
  response: agency,
  status: 201,
});

/**
 * Administrators. With `active` false every membership in it is closed, and their sessions end;
 * 422 `runs-a-forum`, `provides-a-service`, `last-administrator` while that cannot be.
 */
export const changeAgency = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/agencies/:agencyId',
  summary: 'Change an agency of the partnership',
  params,
  body: z.strictObject({ version, ...details, active: z.boolean() }),
  response: agency,
});
