import { AsyncLocalStorage } from 'node:async_hooks';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { currentSession } from '@concordat/contracts-partnership-registry';
import type { OutputOf, Role } from '@concordat/contracts-protocol';
import type { FastifyRequest } from 'fastify';

export type CurrentSession = OutputOf<typeof currentSession>;
export type Membership = CurrentSession['memberships'][number];

/** One request of a page: who asks, for what, under which correlation id. The session guard fills in who is signed in. */
export class Visit {
  session: CurrentSession | null = null;
  /** Whether the registry was asked who this is. */
  asked = false;

  constructor(
    /** Correlation id: shown with a fault, and in the log of every service asked. */
    readonly id: string,
    /** Path and query as asked. */
    readonly address: string,
    /** The session's token, from the cookie; null without a cookie. */
    public token: string | null,
    /** Network address of the browser; the registry counts attempts at signing in by it. */
    readonly browserAddress: string,
    /** What people call the browser, for the list of their sessions; null where that is not known. */
    readonly browserName: string | null = null,
  ) {}

  get path(): string {
    return this.address.split('?', 1)[0] ?? '/';
  }

  /** The membership that the person acts in; null before they signed in wholly and chose one. */
  get acting(): Membership | null {
    const { session } = this;
    if (session?.stage !== 'ready') return null;
    return session.memberships.find((membership) => membership.id === session.acting) ?? null;
  }

  /** Whether the person acts in a role that is one of `roles`: for what to show; what they may do, the services decide. */
  hasRole(...roles: readonly Role[]): boolean {
    return this.acting?.roles.some((role) => roles.includes(role)) ?? false;
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    visit: Visit;
  }
}

const visits = new AsyncLocalStorage<Visit>();

export function runVisit<T>(visit: Visit, work: () => T): T {
  return visits.run(visit, work);
}

/** The visit of the request that is being answered. */
export function currentVisit(): Visit {
  const visit = visits.getStore();
  if (!visit) throw new Error('There is no visit outside a request');
  return visit;
}

/** The visit, or null outside a request. */
export function openVisit(): Visit | null {
  return visits.getStore() ?? null;
}

/** Parameter of a controller's method: the request's visit. */
export const Visitor = createParamDecorator((_data: unknown, context: ExecutionContext): Visit => context.switchToHttp().getRequest<FastifyRequest>().visit);
