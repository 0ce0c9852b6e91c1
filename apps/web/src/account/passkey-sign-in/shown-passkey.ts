import { z } from 'zod';

/** What a browser's script put into a hidden field, as JSON. */
export function fromBrowser<Schema extends z.ZodType>(schema: Schema, nothing: string) {
  const parsed = z.string(nothing).min(1, nothing).transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: nothing });
      return z.NEVER;
    }
  });
  return parsed.pipe(schema);
}
