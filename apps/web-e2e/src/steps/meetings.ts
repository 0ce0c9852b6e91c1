import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import { inAbout } from './casework.js';
import type { GivenCase } from './colleague.js';

/** Plans a meeting of the Youth JAG. @returns its page's address */
export async function planMeeting(page: Page, place: string): Promise<string> {
  await page.goto('/meetings/new');
  const plan = await PlainPage.called(page, 'Plan a meeting');
  await plan.choose('Youth JAG', 'Which forum?');
  await plan.fillDate('On what date?', inAbout(35));
  await plan.fill('At what time?', '10:30am');
  await plan.fill('Where?', place);
  await plan.press('Plan meeting');
  await PlainPage.called(page, /\d{4}/);
  return page.url().split('?')[0] ?? '';
}

export async function putOnAgenda(page: Page, { reference, address }: GivenCase, meeting: string): Promise<void> {
  await page.goto(address);
  await (await PlainPage.called(page, reference)).follow('Put it on a meeting’s agenda');
  const agenda = await PlainPage.called(page, 'Put the case on an agenda');
  await page.locator(`input[name="meetingId"][value="${meeting.split('/').at(-1) ?? ''}"]`).check();
  await agenda.choose(/New nomination/);
  await agenda.press('Put on the agenda');
  await page.waitForURL((url) => !url.pathname.endsWith('/agenda'));
  await PlainPage.called(page, /./);
}

/** Opens the meeting with everybody there, and records the decision on its one case, with the actions that it gives. */
export async function holdMeeting(page: Page, meeting: string, decided: string, actions: readonly { agency: string; what: string }[]): Promise<void> {
  await page.goto(meeting);
  await page.getByRole('main').getByRole('button', { name: 'Open the meeting' }).click();
  const open = await PlainPage.called(page, 'Open the meeting');
  await open.choose('The statement was read');
  for (const there of await page.getByLabel('There, and agrees').all()) await there.check();
  await open.press('Open the meeting');
  const running = await PlainPage.called(page, /\d{4}/);
  await running.follow(/decision/i);
  const decision = await PlainPage.called(page, 'Record discussion and decision');
  await decision.fill('Decision', decided);
  await decision.press('Record it and give an action');
  for (const [index, { agency, what }] of actions.entries()) {
    const give = await PlainPage.called(page, 'Give an action');
    await give.fill('What is to be done?', what);
    await give.choose(agency, 'Which agency does it?');
    await give.fillDate('By when?', inAbout(21));
    await give.choose(/Prevention/);
    await give.press(index < actions.length - 1 ? 'Give it and add another' : 'Give action');
    await expect(page.getByRole('main').getByText(what).first()).toBeVisible();
  }
  await page.goto(meeting);
  await expect((await PlainPage.called(page, /\d{4}/)).page.getByText(decided)).toBeVisible();
}
