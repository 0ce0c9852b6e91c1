import { caseConsents } from '@concordat/contracts-jag-cases';
import type { ConsentRoutes, WithdrawalTaskView } from '@concordat/contracts-protocol';
import { referralConsents } from '@concordat/contracts-referrals';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { done, page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { dateTime } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import { Services } from '../../services/services.js';
import { withdrawalTaskForm } from './withdrawal-task.form.js';

const DONE_WORDS = { stopped: 'Stopped using it', deleted: 'Deleted it', returned: 'Returned it' } as const;
const KINDS: Readonly<Record<string, ConsentRoutes>> = { cases: caseConsents, referrals: referralConsents };

/** What one's agency has to do because consent was withdrawn, of casework and of referrals. */
@Controller('withdrawn-consent')
export class WithdrawalTasksController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(@Query() query: unknown): Promise<Answer> {
    const [open, finished] = await Promise.all([this.all('no'), this.all('yes')]);
    return page('sharing/tasks/withdrawal-tasks', {
      title: 'Withdrawn consent',
      success: done(query, { finished: 'Thank you. What you did has been recorded' }),
      open: open.map(({ kind, task }) => ({ ...rowOf(task), href: `/withdrawn-consent/${kind}/${task.id}` })),
      finished: finished.map(({ task }) => ({ ...rowOf(task), done: task.done ? `${DONE_WORDS[task.done.how]}, ${dateTime(task.done.at)}` : '' })),
    });
  }

  @Get(':kind/:taskId')
  async ask(@Param('kind') kind: string, @Param('taskId') taskId: string): Promise<Answer> {
    const task = await this.one(kind, taskId);
    // A notice leads here still when a colleague has done it.
    if (task.done) return redirect('/withdrawn-consent');
    return taskPage(task, withdrawalTaskForm.blank({ version: task.version }));
  }

  @Post(':kind/:taskId')
  async finish(@Param('kind') kind: string, @Param('taskId') taskId: string, @Body() body: unknown): Promise<Answer> {
    const routes = routesOf(kind);
    const result = await withdrawalTaskForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(routes.finishTask, { params: { taskId }, body: value, idempotencyKey }));
    return result.sent ? redirect('/withdrawn-consent', { done: 'finished' }) : taskPage(await this.one(kind, taskId), result.form);
  }

  private async all(finished: 'yes' | 'no'): Promise<{ kind: string; task: WithdrawalTaskView }[]> {
    const found = await Promise.all(
      Object.entries(KINDS).map(async ([kind, routes]) => (await this.services.call(routes.listTasks, { query: { done: finished } })).items.map((task) => ({ kind, task }))),
    );
    return found.flat();
  }

  private async one(kind: string, taskId: string): Promise<WithdrawalTaskView> {
    const routes = routesOf(kind);
    const lists = await Promise.all((['no', 'yes'] as const).map((finished) => this.services.call(routes.listTasks, { query: { done: finished } })));
    const task = lists.flatMap(({ items }) => items).find(({ id }) => id === taskId);
    if (!task) throw new NotFoundError('withdrawal task');
    return task;
  }
}

function routesOf(kind: string): ConsentRoutes {
  const routes = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!routes) throw new NotFoundError('kind of task');
  return routes;
}

const rowOf = (task: WithdrawalTaskView) => ({ reference: task.caseReference, what: list(task.categories.map(codeWords)), since: dateTime(task.since) });

function taskPage(task: WithdrawalTaskView, form: Form): PageAnswer {
  return page('sharing/tasks/withdrawal-task', { title: 'What did you do with what was shared?', back: '/withdrawn-consent', form, ...rowOf(task) });
}
