import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Nest's own lines in the service's log. The last parameter that Nest gives is the context; errors give a stack before it. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? String(rest.at(-1)) : undefined;
    const cause = message instanceof Error ? message : rest.find((one): one is Error => one instanceof Error);
    const stack = cause ? undefined : rest.slice(0, -1).find((one): one is string => typeof one === 'string' && one.includes('\n    at '));
    this.logger[level](
      { ...(context ? { context } : {}), ...(cause ? { err: cause } : {}), ...(stack ? { stack } : {}) },
      message instanceof Error ? message.name : String(message),
    );
  }
}
