import { decideRoleRequest, listRoleChanges, listRoleRequests, type RoleRequest } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { cursorOf } from '../../cases/cursor.js';
import { done, redirect, type Answer } from '../../layout/answers.js';
import { Names } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { ForRoleKeepers } from '../access.js';
import { decisionForm } from './decision.form.js';
import { decisionPage, ROLE_DONE, ROLE_REQUESTS, roleChangesPage, roleRequestsPage } from './roles.presenter.js';

/** Roles that wait for a second person, and what became of roles. */
@Controller('administration')
@ForRoleKeepers()
export class RolesController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get('role-requests')
  async waiting(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const requests = await this.services.call(listRoleRequests, { query: after === null ? {} : { after } });
    const names = await this.names.of({ userIds: requests.items.map(({ requestedBy }) => requestedBy) });
    return roleRequestsPage(requests, names, after, done(query, ROLE_DONE));
  }

  @Get('role-changes')
  async changes(@Query() query: unknown): Promise<Answer> {
    const after = cursorOf(query);
    const changes = await this.services.call(listRoleChanges, { query: after === null ? {} : { after } });
    return roleChangesPage(changes, await this.names.of({ userIds: changes.items.map(({ by }) => by) }), after);
  }

  @Get('role-requests/:requestId')
  async ask(@Param('requestId') requestId: string): Promise<Answer> {
    const request = await this.find(requestId);
    return decisionPage(request, await this.nameOf(request), decisionForm.blank({ version: request.version }));
  }

  @Post('role-requests/:requestId')
  async decide(@Param('requestId') requestId: string, @Body() body: unknown): Promise<Answer> {
    const result = await decisionForm.read(body).send((given, idempotencyKey) => this.services.call(decideRoleRequest, { params: { requestId }, body: given, idempotencyKey }));
    if (result.sent) return redirect(ROLE_REQUESTS, { done: result.answer.granted ? 'granted' : 'refused' });
    const request = await this.find(requestId);
    return decisionPage(request, await this.nameOf(request), result.form);
  }

  private async nameOf({ requestedBy }: RoleRequest): Promise<string> {
    return (await this.names.of({ userIds: [requestedBy] })).user(requestedBy);
  }

  private async find(requestId: string): Promise<RoleRequest> {
    for (let after: string | null = ''; after !== null; ) {
      const page: { items: RoleRequest[]; next: string | null } = await this.services.call(listRoleRequests, { query: { size: 100, ...(after === '' ? {} : { after }) } });
      const found = page.items.find(({ id, mayDecide }) => id === requestId && mayDecide);
      if (found !== undefined) return found;
      after = page.next;
    }
    throw new NotFoundError('role request');
  }
}
