const ANY_ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;

/** What was answered, with the ids that were sent, and those and the times of the request itself, out of it: to tell two answers apart by the rest. */
export function comparable({ status, text }: { status: number; text: string }, ids: readonly string[]): string {
  return `${status} ${ids.reduce((rest, id) => rest.replaceAll(id, '<id>'), text).replaceAll(ANY_ID, '<any>').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>').replaceAll(/"seconds":\d+/g, '"seconds":<until now>')}`;
}
