import { AuditChecks } from '@concordat/platform-audit';
import { createLogger } from '@concordat/platform-logging';
import { MESSAGING, Performs, type MessagingOptions, type Schedule } from '@concordat/platform-messaging';
import { Controller, Inject } from '@nestjs/common';

/** At night, when few are at work. */
export const auditCheckSchedule: Schedule = { id: 'audit-check', work: 'audit.check', cron: '40 2 * * *' };

/** Follows the chain of the service's audit each night; alerts tell of what it finds. */
@Controller()
export class AuditCheckController {
  constructor(
    private readonly checks: AuditChecks,
    @Inject(MESSAGING) private readonly options: MessagingOptions,
  ) {}

  @Performs('audit.check')
  async check(): Promise<void> {
    const { entries, faults } = await this.checks.check();
    const log = createLogger(this.options.service);
    if (faults.length === 0) log.info({ entries }, 'the audit is whole');
    else log.error({ entries, faults: faults.slice(0, 20) }, 'the audit is not whole: somebody changed it');
  }
}
