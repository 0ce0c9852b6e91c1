/** What a migration may not say, because the version before goes on beside it until its last process has stopped. */
export interface Breaking {
  what: string;
  pattern: RegExp;
  example: string;
}

export const breaking: readonly Breaking[] = [
  { what: 'takes a table away', pattern: /\bdrop\s+(?:table|view|materialized view|schema|sequence)\b/i, example: 'drop table note' },
  { what: 'takes a column away', pattern: /\bdrop\s+column\b/i, example: 'alter table note drop column text' },
  { what: 'takes a function or a type away', pattern: /\bdrop\s+(?:function|procedure|type|domain)\b/i, example: 'drop function notes()' },
  { what: 'gives something another name', pattern: /\brename\s+(?:(?:column|attribute|constraint|value)\s+)?(?:\S+\s+)?to\b/i, example: 'alter table note rename column text to words' },
  { what: 'gives a column another type', pattern: /\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i, example: 'alter table note alter column text type varchar(10)' },
  { what: 'demands a value that the version before does not write', pattern: /\balter\s+column\s+\S+\s+set\s+not\s+null\b|\badd\s+column\s+(?:if\s+not\s+exists\s+)?\S+\s+(?![^,;'`]*\bdefault\b)[^,;'`]*\bnot\s+null\b/i, example: 'alter table note add column of uuid not null' },
  { what: 'takes a default away', pattern: /\balter\s+column\s+\S+\s+drop\s+default\b/i, example: 'alter table note alter column at drop default' },
  { what: 'takes a right away', pattern: /\brevoke\b(?!\s+(?:all|execute)\s+on\s+function)/i, example: 'revoke insert on note from app' },
];

/** What of a migration's text breaks the version before, each with what comes after it. */
export function breaksIn(text: string): string[] {
  const sql = text.replaceAll(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '');
  return breaking.flatMap(({ what, pattern }) => {
    const found = pattern.exec(sql);
    return found === null ? [] : [`${what}: ${sql.slice(found.index, found.index + 70).replaceAll(/\s+/g, ' ')}`];
  });
}
