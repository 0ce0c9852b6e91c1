import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';

/** What two agencies may tell each other of people’s health, without the condition that the law asks for. */
export async function writeTerm(form: PlainPage): Promise<void> {
  await form.select('What for?', 'Solving problems of people and places together');
  await form.choose('Every agency that signs', 'Who may give?');
  await form.choose('Health', 'What?');
  await form.choose('Every agency that signs', 'To whom?');
  await form.choose('Public task');
  await form.select('Under which legal gateway?', 'Crime and Disorder Act 1998, section 115');
  await form.choose('No', 'May it be printed or taken away?');
}

/** Attaches a file to the agreement whose page is open. */
export async function attach(page: Page, name: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await (await PlainPage.called(page, name)).pressLink('Attach a file');
  const form = await PlainPage.called(page, 'Attach a file');
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await form.press('Attach file');
  await PlainPage.called(page, name);
  await expect(page.getByRole('main')).toContainText('The file has been attached');
}

/** Signs the agreement whose page is open for the one agency that is left for whoever signs. */
export async function sign(page: Page, name: string): Promise<void> {
  await (await PlainPage.called(page, name)).pressLink('Sign for an agency');
  const form = await PlainPage.called(page, 'Sign for an agency');
  await page.getByLabel('Which agency signed?').selectOption({ index: 1 });
  await form.press('Record signature');
  await PlainPage.called(page, name);
  await expect(page.getByRole('main')).toContainText('The signature has been recorded');
}

/** Sends for review, brings into force, suspends …: the button’s words, and the heading of the page that asks why. */
export async function move(page: Page, name: string, button: string, heading: string, look: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await (await PlainPage.called(page, name)).pressLink(button);
  const form = await PlainPage.called(page, heading);
  await look();
  await form.fill('Why?', 'Agreed by the partnership’s board');
  await form.press(button);
  await PlainPage.called(page, name);
}
