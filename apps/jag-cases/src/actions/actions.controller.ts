import { countActions, giveAction, listActions, moveAction, readAction } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { NotAllowedError, NotFoundError } from '@concordat/platform-errors';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { CaseAccess, refuseOver } from '../cases/standing.js';
import { ActionViews } from './action-views.js';
import { Actions } from './actions.js';

@Controller()
export class ActionsController {
  constructor(
    private readonly access: CaseAccess,
    private readonly actions: Actions,
    private readonly views: ActionViews,
  ) {}

  @Endpoint(giveAction, { roles: ['practitioner', 'coordinator', 'manager'] })
  async give(@Input() { params, body }: InputOf<typeof giveAction>): Promise<OutputOf<typeof giveAction>> {
    const found = await this.access.openAs(params.caseId, ['coordinator', 'lead', 'manager'], 'give actions');
    refuseOver(found, 'give an action');
    const { id, version, number } = await this.actions.give(found, body);
    return { id, version, number };
  }

  @Endpoint(listActions, 'signed-in')
  async list(@Input() { query }: InputOf<typeof listActions>): Promise<OutputOf<typeof listActions>> {
    const { whose, which, ...page } = query;
    const { items, next } = await this.actions.page(whose, which, page);
    return { items: await this.views.of(items), next };
  }

  @Endpoint(countActions, 'signed-in', { unaudited: 'numbers alone' })
  async counts(): Promise<OutputOf<typeof countActions>> {
    return this.actions.counts();
  }

  @Endpoint(readAction, 'signed-in')
  async read(@Input() { params }: InputOf<typeof readAction>): Promise<OutputOf<typeof readAction>> {
    const [view] = await this.views.of([await this.actions.get(params.actionId)]);
    if (!view) throw new NotFoundError('action');
    return view;
  }

  @Endpoint(moveAction, { roles: ['practitioner', 'coordinator', 'manager'] })
  async move(@Input() { params, body }: InputOf<typeof moveAction>): Promise<OutputOf<typeof moveAction>> {
    const action = await this.actions.get(params.actionId);
    const { found } = await this.access.open(action.caseId);
    if (action.agencyId !== caller().agencyId) throw new NotAllowedError('Only the agency that was given the action can accept or finish it.');
    await this.actions.move(found, action, body.version, body.move);
    return { id: action.id, version: action.version, state: action.state };
  }
}
