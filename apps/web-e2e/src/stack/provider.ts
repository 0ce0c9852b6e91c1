import { SmallProvider } from '@concordat/testing';
import { z } from 'zod';

const place = z.object({ port: z.number(), key: z.string(), cert: z.string() });

/** The identity provider of an agency, at the place that the stack was told of. Null on a stack that was told of none. */
export async function startProvider(): Promise<SmallProvider | null> {
  const chosen = process.env['CONCORDAT_E2E_PROVIDER'];
  if (chosen === undefined) return null;
  const { port, key, cert } = place.parse(JSON.parse(chosen));
  const provider = new SmallProvider({ key, cert });
  await provider.listen(port);
  return provider;
}
