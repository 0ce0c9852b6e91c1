import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { WebSettings } from '../config.js';
import { FORM_TOKEN } from './form-tokens.js';

/** Name of the hidden field in which the pages of signing in carry what was typed before. */
export const KEPT = '_kept';

const HOUR_MS = 3_600_000;
const keptForm = z.object({
  owner: z.string(),
  path: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  at: z.number(),
});

/** A form that was sent after its session had ended: where to, whose, and what was typed. */
export type KeptForm = z.output<typeof keptForm>;

/**
 * Carries what somebody typed through signing in again, encrypted, in the pages themselves: nothing is stored.
 * It opens for an hour, and only for the person whose form it was.
 */
@Injectable()
export class KeptForms {
  private readonly key: Buffer;

  constructor(settings: WebSettings) {
    this.key = Buffer.from(hkdfSync('sha256', settings.secret, '', 'concordat kept forms', 32));
  }

  keep(owner: string, path: string, body: unknown): string {
    const fields = Object.entries(body ?? {}).flatMap(([name, value]) =>
      name === FORM_TOKEN || name === KEPT || /password/i.test(name)
        ? []
        : [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
    );
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const kept: KeptForm = { owner, path, fields, at: Date.now() };
    return Buffer.concat([nonce, cipher.update(JSON.stringify(kept)), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** What was kept, or null when it is not ours, is too old or is somebody else's. */
  open(sealed: unknown, owner: string): KeptForm | null {
    if (typeof sealed !== 'string' || sealed === '') return null;
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < 29) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    let text: string;
    try {
      text = decipher.update(bytes.subarray(12, -16)).toString() + decipher.final().toString();
    } catch {
      // Altered, or of another secret.
      return null;
    }
    const kept = keptForm.safeParse(JSON.parse(text));
    if (!kept.success || kept.data.owner !== owner || Date.now() - kept.data.at > HOUR_MS) return null;
    return kept.data;
  }
}
