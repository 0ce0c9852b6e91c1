/** A piece of SQL with `?` where a value goes, and the values in their order. */
export class Sql {
  constructor(
    readonly text: string,
    readonly values: readonly unknown[] = [],
  ) {}

  /** The same with `$1`, `$2` … in place of `?`, as PostgreSQL itself has it. */
  numbered(): { text: string; values: unknown[] } {
    let at = 0;
    return { text: this.text.replaceAll('?', () => `$${String((at += 1))}`), values: [...this.values] };
  }
}

/**
 * Puts SQL together: a piece of SQL is set in as it is, anything else becomes a value. The text itself may hold no `?`,
 * which leaves out PostgreSQL's operators of that name: their functions (`jsonb_exists`) do the same.
 */
export function sql(text: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  let joined = '';
  const values: unknown[] = [];
  text.forEach((piece, i) => {
    if (piece.includes('?')) throw new Error(`A piece of SQL may hold no question mark: ${piece}`);
    joined += piece;
    if (i >= parts.length) return;
    const part = parts[i];
    if (part instanceof Sql) {
      joined += part.text;
      values.push(...part.values);
    } else {
      joined += '?';
      values.push(part);
    }
  });
  return new Sql(joined, values);
}

const NAME = /^("[a-z_][a-z0-9_]*"|[a-z_][a-z0-9_]*)$/;

/** A name of a table, column or alias. Never made of what somebody typed. */
export function name(identifier: string): Sql {
  if (!NAME.test(identifier)) throw new Error(`Not a name: ${identifier}`);
  return new Sql(identifier);
}
