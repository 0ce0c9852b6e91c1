import type { Logger } from '@concordat/platform-logging';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** Where browsers tell that a page held something which the Content Security Policy refuses. */
export const POLICY_REPORTS = '/policy-reports';

const BODY_LIMIT = 16_384;

/** Both ways of telling it: Content Security Policy 2 (`report-uri`), and the Reporting API (`report-to`). */
const old = z.object({ 'csp-report': z.object({ 'effective-directive': z.string().optional(), 'violated-directive': z.string().optional(), 'blocked-uri': z.string().optional() }) });
const one = z.object({ type: z.literal('csp-violation'), body: z.object({ effectiveDirective: z.string(), blockedURL: z.string().optional() }) });
const reports = z.union([
  old.transform(({ 'csp-report': told }) => [{ directive: told['effective-directive'] ?? told['violated-directive'] ?? '', blocked: told['blocked-uri'] ?? '' }]),
  z.array(one).min(1).max(20).transform((all) => all.map(({ body }) => ({ directive: body.effectiveDirective, blocked: body.blockedURL ?? '' }))),
]);

/** Anybody can send a report: what is kept of it is a directive's name and a host, few a minute. */
export async function hearPolicyReports(instance: FastifyInstance, logger: Logger): Promise<void> {
  await instance.register((scope, _options, done) => {
    scope.addContentTypeParser(['application/csp-report', 'application/reports+json'], { parseAs: 'string', bodyLimit: BODY_LIMIT }, scope.getDefaultJsonParser('error', 'error'));
    scope.post(POLICY_REPORTS, { bodyLimit: BODY_LIMIT, config: { rateLimit: { max: 30, timeWindow: '1 minute' } } }, async (request, reply) => {
      const told = reports.safeParse(request.body);
      if (!told.success) return reply.status(400).send();
      for (const { directive, blocked } of told.data) {
        logger.warn({ directive: /^[a-z-]{1,40}$/.exec(directive)?.[0] ?? 'unknown', blocked: hostOf(blocked) }, 'a browser refused something on a page');
      }
      return reply.status(204).send();
    });
    done();
  });
}

/** Addresses can hold anything: their host is enough. Words such as `inline` and `eval` stand in place of one. */
function hostOf(blocked: string): string {
  if (/^[a-z-]{1,20}$/.test(blocked)) return blocked;
  return URL.canParse(blocked) ? new URL(blocked).host.slice(0, 100) : 'unknown';
}
