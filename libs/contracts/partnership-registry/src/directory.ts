import { defineRoute, id, line, pageOf, pageQuery, version } from '@concordat/contracts-protocol';
import { z } from 'zod';
import { listed, recorded } from './records.js';

const age = z.int('Enter a whole number').min(0).max(120).nullable();
const hours = z.int('Enter a whole number of hours').min(1).max(10_000);
const details = {
  name: line,
  providerAgencyId: id,
  /** An entry of the reference list `service-kinds`. */
  kind: listed,
  /** An entry of the reference list `purposes`. */
  purpose: listed,
  description: z.string().trim().max(2000),
  minimumAge: age,
  maximumAge: age,
  /** Within how many hours a referral is to be acknowledged, and a first contact made. */
  acknowledgeHours: hours,
  firstContactHours: hours,
  /** Where a person goes whom it cannot serve. */
  signpost: z.string().trim().max(500).nullable(),
};

/** A service that people are referred to. */
export const directoryService = z.strictObject({ id, ...details, active: z.boolean(), ...recorded });
export type DirectoryService = z.output<typeof directoryService>;

const params = z.strictObject({ serviceId: id });

/** By name; those no longer offered are listed where `ended` is asked. */
export const listDirectoryServices = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/directory-services',
  summary: 'Services of the directory',
  query: pageQuery.extend({ ended: z.stringbool().default(false) }),
  response: pageOf(directoryService),
});

export const getDirectoryService = defineRoute({
  service: 'partnership-registry',
  method: 'GET',
  path: '/directory-services/:serviceId',
  summary: 'One service of the directory',
  params,
  response: directoryService,
});

/** Administrators. */
export const addDirectoryService = defineRoute({
  service: 'partnership-registry',
  method: 'POST',
  path: '/directory-services',
  summary: 'Add a service to the directory',
  body: z.strictObject(details),
  response: directoryService,
  status: 201,
});

/** Administrators. */
export const changeDirectoryService = defineRoute({
  service: 'partnership-registry',
  method: 'PUT',
  path: '/directory-services/:serviceId',
  summary: 'Change a service of the directory',
  params,
  body: z.strictObject({ version, ...details, active: z.boolean() }),
  response: directoryService,
});
