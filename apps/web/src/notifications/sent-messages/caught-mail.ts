import { ProblemError } from '@concordat/platform-errors';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { WebSettings } from '../../config.js';

const message = z.object({ id: z.string(), receivedAt: z.string(), to: z.array(z.string()), subject: z.string(), text: z.string(), partnershipId: z.string().nullable() });
const answer = z.object({ messages: z.array(message) });

export type CaughtMessage = z.output<typeof message>;

const TIMEOUT_MS = 5_000;

/** Messages that the demo's mail server took, and sent to nobody. */
@Injectable()
export class CaughtMail {
  constructor(private readonly settings: WebSettings) {}

  /** Those to people of one partnership, the newest first; null where mail really leaves. @throws ProblemError 503 when the demo's mail server does not answer */
  async messagesOf(partnershipId: string): Promise<CaughtMessage[] | null> {
    const { demoMailUrl } = this.settings;
    if (demoMailUrl === null) return null;
    try {
      const response = await fetch(`${demoMailUrl.replace(/\/$/, '')}/messages`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
      return answer.parse(await response.json()).messages.filter((one) => one.partnershipId === partnershipId);
    } catch (cause) {
      throw new ProblemError({ status: 503, code: 'demo-mail-away', title: 'Sorry, the service is unavailable', detail: 'The mail server of the demo does not answer' }, { cause });
    }
  }
}
