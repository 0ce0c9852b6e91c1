import type { Logger } from '@concordat/platform-logging';
import { DelayedError, type Job } from 'bullmq';
import type { DeadLetters, FailedJob } from './dead-letters.js';
import { explain } from './explanation.js';

/** Wait before a dead letter that could not be written is tried again, in milliseconds. */
const DEAD_LETTER_DELAY = 10_000;

/** What BullMQ keeps of a failed try: the explanation, never the error itself. */
class FailedAttempt extends Error {
  constructor(explanation: string) {
    super(explanation);
    this.name = 'FailedAttempt';
    this.stack = `FailedAttempt: ${explanation}`;
  }
}

/**
 * Decides what a failed try means: another try, or a dead letter.
 * Resolves once the dead letter is kept; rejects when the job is to run again.
 */
export async function failed(context: { error: unknown; job: Job; token: string | undefined; letter: FailedJob; deadLetters: DeadLetters; log: Logger }): Promise<void> {
  const { error, job, token, letter, deadLetters, log } = context;
  const explanation = explain(error);
  const tries = job.opts.attempts ?? 1;
  const about = { type: letter.type, event: letter.id, attempt: letter.attempts, err: error };
  if (!explanation.permanent && letter.attempts < tries) {
    log.warn(about, 'a job failed and will be tried again');
    throw new FailedAttempt(explanation.text);
  }
  try {
    await deadLetters.keep(letter, explanation);
    log.error(about, 'a job failed for good: it is a dead letter');
  } catch (err) {
    log.error({ ...about, err }, 'a job failed for good and could not be kept as a dead letter; trying again');
    await job.moveToDelayed(Date.now() + DEAD_LETTER_DELAY, token);
    throw new DelayedError();
  }
}
