import { httpUrl, mailSender, readSettings, smtpUrl } from '@concordat/platform-config';
import type { Environment } from '@concordat/platform-service';
import { z } from 'zod';

const mailSettings = z.object({
  CONCORDAT_SMTP_URL: smtpUrl,
  CONCORDAT_MAIL_FROM: mailSender,
  /** The address at which people open Concordat: links in messages begin with it. */
  CONCORDAT_WEB_URL: httpUrl,
});

/** How this service sends mail; read at start. */
export class MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
  /** Without a slash at the end. */
  readonly webUrl: string;

  /** @throws ConfigError with every fault at once */
  constructor(env: Environment) {
    const read = readSettings(mailSettings, env);
    this.smtpUrl = read.CONCORDAT_SMTP_URL;
    this.from = read.CONCORDAT_MAIL_FROM;
    this.webUrl = read.CONCORDAT_WEB_URL.replace(/\/+$/, '');
  }

  /** The domain that messages are sent for: the right side of their Message-ID. */
  get domain(): string {
    return /@([^\s>]+)>?$/.exec(this.from)?.[1] ?? 'localhost';
  }
}
