import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { POLICY_REPORTS } from './policy-reports.js';

/** Headers that every answer carries. No inline style, and no script but our own files and one known by its hash. */
export async function protect(instance: FastifyInstance, inlineScriptHash: string, secure: boolean): Promise<void> {
  await instance.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'", inlineScriptHash],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        // The warning before a session ends asks how long it lasts.
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'report-uri': [POLICY_REPORTS],
        'report-to': ['policy'],
        ...(secure ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    // With no referrer at all, browsers send no origin with forms, and forms are known as ours by it.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  // Pages hold personal data: no shared or disk cache keeps them. Assets say otherwise for themselves.
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('reporting-endpoints', `policy="${POLICY_REPORTS}"`);
    done(null, payload);
  });
}
