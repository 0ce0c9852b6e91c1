import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { WebSettings } from '../config.js';
import { Open } from '../session/access.js';

/** A service that waits for its database says so after two seconds. */
const TIMEOUT_MS = 3000;

/** Health of the web for whatever supervises it: alive on its own, ready when every service is. */
@Controller('health')
export class HealthController {
  constructor(private readonly settings: WebSettings) {}

  @Get('live')
  @Open()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Open()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string; services: Record<string, string> }> {
    const states = await Promise.all(SERVICE_NAMES.map(async (name) => [name, await this.stateOf(this.settings.services[name])] as const));
    const ready = states.every(([, state]) => state === 'ready');
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', services: { web: 'ready', ...Object.fromEntries(states) } };
  }

  private async stateOf(address: string): Promise<'ready' | 'not ready' | 'unreachable'> {
    try {
      const response = await fetch(new URL('/health/ready', address), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.arrayBuffer();
      return response.ok ? 'ready' : 'not ready';
    } catch {
      return 'unreachable';
    }
  }
}
