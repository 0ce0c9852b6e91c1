import type { CaseService } from '@concordat/contracts-protocol';

/** Injects which of the services of cases this is. */
export const CASE_SERVICE = Symbol('CASE_SERVICE');
export type CaseServiceName = CaseService;
