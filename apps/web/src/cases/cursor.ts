import { z } from 'zod';

const query = z.object({ after: z.string().min(1) });

/** Where a page of a list begins, from the address; null for its first page. */
export function cursorOf(given: unknown): string | null {
  return query.safeParse(given).data?.after ?? null;
}
