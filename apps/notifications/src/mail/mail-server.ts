import { PermanentFailure } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { z } from 'zod';
import { MailSettings } from '../config.js';
import { PassingFault } from '../passing-faults/passing-fault.js';
import type { Letter } from './letters.js';

/** What nodemailer's errors say; their message and the rest may hold the address. */
const fault = z.object({ code: z.string().optional().catch(undefined), responseCode: z.int().optional().catch(undefined) });

/** Refusals of this one message; any other says something of the server, which may be mended. */
const OF_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

/** The SMTP server that carries messages on. */
@Injectable()
export class MailServer {
  private readonly transport: Transporter;

  constructor(private readonly settings: MailSettings) {
    this.transport = createTransport(
      { url: settings.smtpUrl, dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, disableFileAccess: true, disableUrlAccess: true },
      { from: settings.from },
    );
  }

  /**
   * Resolves once the server has taken it.
   *
   * @param id the same for every try, so that the receiving side can tell a second copy
   * @param partnershipId goes along as a header: for whom a message was, when mail of several partnerships comes together
   * @throws PermanentFailure when the server refuses this message or its receiver for good, PassingFault for anything else
   */
  async send(id: string, partnershipId: string, to: string, { subject, text }: Letter): Promise<void> {
    try {
      await this.transport.sendMail({
        messageId: `<${id}@${this.settings.domain}>`,
        to: { name: '', address: to },
        subject,
        text,
        // Holiday replies are for people.
        headers: { 'Auto-Submitted': 'auto-generated', 'Concordat-Partnership': partnershipId },
      });
    } catch (error) {
      const { code = 'unknown', responseCode = 0 } = fault.safeParse(error).data ?? {};
      if (OF_THE_MESSAGE.has(code) && responseCode >= 500) throw new PermanentFailure(`The mail server refused the message for good (${responseCode})`);
      throw new PassingFault('mail-not-taken', code);
    }
  }
}
