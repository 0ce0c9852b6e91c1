import { applyDecorators, Injectable, SetMetadata, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '@concordat/contracts-protocol';
import { NotAllowedError } from '@concordat/platform-errors';
import type { FastifyRequest } from 'fastify';
import { list } from '../layout/words.js';

const ROLES = 'administration:roles';

const WHO: Partial<Readonly<Record<Role, string>>> = {
  administrator: 'administrators of the partnership',
  'agency-administrator': 'administrators of an agency',
  'information-governance': 'information governance leads',
  manager: 'managers',
  coordinator: 'coordinators',
};

/** Says "You cannot do this" before a page is made; the services refuse all the same. */
@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, [context.getHandler(), context.getClass()]) ?? [];
    const { visit } = context.switchToHttp().getRequest<FastifyRequest>();
    if (visit.hasRole(...roles)) return true;
    throw new NotAllowedError(`Only ${list(roles.map((role) => WHO[role]))} can open this page.`);
  }
}

/** Who prepares agreements. */
export const AGREEMENT_AUTHORS = ['administrator', 'information-governance'] as const;

/** Pages about the people of one's own agency. */
export const ForPeopleAdministrators = () => forRoles('administrator', 'agency-administrator');

/** Who may be the second person for a role, and sees what becomes of roles. */
export const ForRoleKeepers = () => forRoles('administrator', 'agency-administrator', 'information-governance');

/** Who hands over what a leaver worked on. */
export const ForManagers = () => forRoles('manager', 'coordinator');

const forRoles = (...roles: Role[]) => applyDecorators(SetMetadata(ROLES, roles), UseGuards(RolesGuard));

/** A page, or a controller's pages, for administrators of the partnership. */
export const ForAdministrators = () => forRoles('administrator');

export const ForAgreementAuthors = () => forRoles(...AGREEMENT_AUTHORS);
