import { applyDecorators, Injectable, SetMetadata, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '@concordat/contracts-protocol';
import { NotAllowedError } from '@concordat/platform-errors';
import type { FastifyRequest } from 'fastify';

const ROLES = 'administration:roles';

/** Says "You cannot do this" before a page is made; the services refuse all the same. */
@Injectable()
class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(ROLES, [context.getHandler(), context.getClass()]) ?? [];
    const { visit } = context.switchToHttp().getRequest<FastifyRequest>();
    if (visit.hasRole(...roles)) return true;
    throw new NotAllowedError(
      roles.includes('information-governance')
        ? 'Only administrators of the partnership and information governance leads can open this page.'
        : 'Only administrators of the partnership can open this page.',
    );
  }
}

/** Who prepares agreements. */
export const AGREEMENT_AUTHORS = ['administrator', 'information-governance'] as const;

const forRoles = (...roles: Role[]) => applyDecorators(SetMetadata(ROLES, roles), UseGuards(RolesGuard));

/** A page, or a controller's pages, for administrators of the partnership. */
export const ForAdministrators = () => forRoles('administrator');

export const ForAgreementAuthors = () => forRoles(...AGREEMENT_AUTHORS);
