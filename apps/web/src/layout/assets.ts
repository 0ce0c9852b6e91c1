import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);

export const govukRoot = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist');
export const mojRoot = dirname(require.resolve('@ministryofjustice/frontend/package.json'));

const own = join(import.meta.dirname, 'assets');
const roots = [own, join(govukRoot, 'govuk'), join(mojRoot, 'moj'), join(mojRoot, 'moj/assets')];
/** Of the two design systems, what pages use and nothing else. */
const served = /^(concordat\.(css|js)|(passkeys|time-out)\.js|favicon\.svg|govuk-frontend\.min\.js|moj-frontend\.min\.js|images\/icon-[\w-]+\.(svg|png))$/;

/** Changes with any file that is served, so that browsers may keep each for good. */
function hashOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of readdirSync(folder).sort()) {
      if (served.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** Path under which this build's files are, e.g. `/assets/1f2e3d4c5b6a7988`. */
export const assetPath = `/assets/${hashOf(roots)}`;

export async function serveAssets(instance: FastifyInstance): Promise<void> {
  await instance.register(fastifyStatic, {
    root: roots,
    prefix: `${assetPath}/`,
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
    allowedPath: (path) => served.test(path.replace(/^\//, '')),
  });
}
