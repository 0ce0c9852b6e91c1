import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';

export interface Nominee {
  givenName: string;
  familyName: string;
  dateOfBirth: string;
}

/** A young person whom no journey used before: journeys share one partnership, and may run again on it. */
export function someoneNew(familyName: string): Nominee {
  const letters = Array.from({ length: 6 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');
  return { givenName: letters.charAt(0).toUpperCase() + letters.slice(1), familyName, dateOfBirth: '2012-03-27' };
}

/** From the list of nominations to the page that asks for danger. */
export async function beginNomination(page: Page, forum = 'Youth JAG'): Promise<void> {
  await page.goto('/nominations/new');
  const choose = await PlainPage.called(page, 'Which forum is it for?');
  await choose.choose(new RegExp(`^${forum}`));
  await choose.press('Continue');
  const start = await PlainPage.called(page, `Nominate someone to ${forum}`);
  await start.press('Start now');
}

export async function answerDanger(page: Page): Promise<void> {
  const danger = await PlainPage.called(page, 'Is anyone in danger now?');
  await danger.choose('No', 'Is anyone in immediate danger?');
  await danger.choose('No', 'Is a child at risk of significant harm?');
  await danger.press('Save and continue');
}

/** Who it is: searched for before anybody is made. */
export async function answerWho(page: Page, nominee: Nominee): Promise<void> {
  const who = await PlainPage.called(page, 'Who is the young person?');
  await who.fill('First name', nominee.givenName);
  await who.fill('Last name', nominee.familyName);
  await who.fillDate('Date of birth', nominee.dateOfBirth);
  await who.press('Save and continue');
  // Names are made anew each time: only by chance is somebody alike.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^(Is it one of these people\?|More about the young person)$/);
  if ((await page.getByRole('heading', { level: 1 }).textContent()) === 'Is it one of these people?') {
    const matches = await PlainPage.called(page, 'Is it one of these people?');
    await matches.choose('None of these people');
    await matches.press('Save and continue');
  }
  const more = await PlainPage.called(page, 'More about the young person');
  await more.fill('School or college (optional)', 'Hollycroft Park Academy');
  await more.press('Save and continue');
}

/** Everything between who it is and the answers to check. */
export async function answerTheRest(page: Page): Promise<void> {
  const incident = await PlainPage.called(page, 'What happened?');
  await incident.fillDate('When did it happen?', '2026-10-02');
  await incident.fill('What happened, and where?', 'Fireworks were thrown in the park at Argents Mead');
  await incident.press('Save and continue');
  const incidents = await PlainPage.called(page, 'You have told us about 1 incident');
  await incidents.choose('No', 'Do you want to add another incident?');
  await incidents.press('Continue');
  for (const [heading, text] of [
    ['Who is harmed, and how?', 'Neighbours, who stay indoors after dark'],
    ['What has been tried?', 'A warning letter, and a talk with the head of year'],
    ['What do you ask the partnership for?', 'A plan together with the family'],
  ] as const) {
    const written = await PlainPage.called(page, heading);
    await page.getByRole('textbox').fill(text);
    await written.press('Save and continue');
  }
  const ownView = await PlainPage.called(page, 'Have you asked the young person for their own view?');
  await ownView.choose('Yes');
  await ownView.fill('What did they say?', 'I want to play football');
  await ownView.press('Save and continue');
  const told = await PlainPage.called(page, 'Who knows about this nomination?');
  await told.choose('Yes', 'Does the young person know?');
  const parent = page.getByRole('group', { name: 'Does a parent or carer know?' });
  await parent.getByLabel('No', { exact: true }).check();
  await parent.getByLabel('Why not?').fill('They could not be reached');
  await told.press('Save and continue');
  const basis = await PlainPage.called(page, 'What lets you share this information?');
  await basis.choose(/A law/);
  await basis.press('Continue');
  const gateway = await PlainPage.called(page, 'Which law lets you share this information?');
  await gateway.choose(/Crime and Disorder Act 1998/);
  await gateway.fill('Why does this information need to be shared?', 'To prevent crime and disorder in the park');
  await gateway.press('Save and continue');
}

/** Sends the nomination, and gives its reference. */
export async function sendNomination(page: Page): Promise<string> {
  const check = await PlainPage.called(page, 'Check your answers');
  await check.press('Send nomination');
  await PlainPage.called(page, 'Nomination sent');
  const reference = await page.locator('.govuk-panel__body strong').textContent();
  expect(reference).toMatch(/^[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}$/);
  return reference ?? '';
}

/** A whole nomination, from its first page to its reference. */
export async function nominate(page: Page, nominee: Nominee): Promise<string> {
  await beginNomination(page);
  await answerDanger(page);
  await answerWho(page, nominee);
  await answerTheRest(page);
  return sendNomination(page);
}
