import { httpUrl, readSettings } from '@concordat/platform-config';
import type { Environment } from '@concordat/platform-service';
import { z } from 'zod';

const mailSettings = z.object({
  /** `smtps://user:password@host:465`, or `smtp://host:587?requireTLS=true`; options of nodemailer may follow the `?`. */
  CONCORDAT_SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
  /** Whom messages come from: `Concordat <no-reply@concordat.example>`. */
  CONCORDAT_MAIL_FROM: z.string().regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/, 'must be an email address, or Name <address>'),
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
