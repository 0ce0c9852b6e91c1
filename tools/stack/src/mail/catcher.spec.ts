import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { startMailCatcher, type MailCatcher } from './catcher.js';

describe('mail catcher', () => {
  let directory: string;
  let catcher: MailCatcher;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mail-'));
    catcher = await startMailCatcher({ directory });
  });

  afterEach(async () => {
    await catcher.close();
    await rm(directory, { recursive: true, force: true });
  });

  const send = async (subject: string, headers: Record<string, string> = {}): Promise<void> => {
    const transport = createTransport(catcher.smtpUrl);
    await transport.sendMail({ from: 'Concordat <no-reply@concordat.example>', to: 'sam@school.example', subject, text: `Body – ${subject}`, headers });
    transport.close();
  };
  const listed = async (): Promise<unknown> => (await fetch(`${catcher.httpUrl}/messages`)).json();

  it('lists what was sent, newest first', async () => {
    await send('First – é');
    await send('Second', { 'Concordat-Partnership': 'the-partnership' });
    expect(await listed()).toMatchObject({
      messages: [
        { subject: 'Second', to: ['sam@school.example'], from: 'no-reply@concordat.example', partnershipId: 'the-partnership' },
        { subject: 'First – é', text: 'Body – First – é', partnershipId: null },
      ],
    });
    const [first] = catcher.messages();
    expect(await (await fetch(`${catcher.httpUrl}/messages/${first?.id}`)).json()).toMatchObject({ subject: 'First – é' });
    expect((await fetch(`${catcher.httpUrl}/messages/none`)).status).toBe(404);
  });

  it('keeps messages over a restart, and forgets them when told', async () => {
    await send('Kept');
    await catcher.close();
    catcher = await startMailCatcher({ directory });
    expect(await listed()).toMatchObject({ messages: [{ subject: 'Kept' }] });
    await fetch(`${catcher.httpUrl}/messages`, { method: 'DELETE' });
    expect(await listed()).toEqual({ messages: [] });
  });
});
