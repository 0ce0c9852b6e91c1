const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

interface ToldId {
  id: string;
  /** Ids that stood around it, or in the address by which it was told: what it belongs to is among them. */
  beside: ReadonlySet<string>;
  /** Who was told. */
  by: ReadonlySet<number>;
}

/** Ids that services told, by kind (`cases`, `agency`), so that more can be asked about the same records. */
export class ToldIds {
  readonly #ids = new Map<string, Map<string, ToldId>>();
  readonly #versions = new Map<string, number>();

  /** Takes what an address answered; `by` is the number of who asked. */
  learn(address: string, answer: unknown, by: number): void {
    const segments = (address.split('?', 1)[0] ?? '').split('/').filter((segment) => segment !== '');
    const around = segments.filter((segment) => UUID.test(segment));
    const name = segments.findLast((segment) => !UUID.test(segment)) ?? '';
    this.#look(answer, name, new Set(around), by);
  }

  /** Whether somebody was told of all that a path (`/cases/{caseId}`) needs. */
  knows(path: string, by: number): boolean {
    return !this.fill(path, by).includes('{');
  }

  /** A path with ids for its parameters that belong together, of those that somebody was told; the others are left as they are. */
  fill(path: string, by: number, turn = 0): string {
    const segments = path.split('/');
    const chosen = new Set<string>();
    // What comes last tells what it belongs to.
    for (const [index, segment] of [...segments.entries()].reverse()) {
      const [, parameter] = /^\{(\w+)\}$/.exec(segment) ?? [];
      if (parameter === undefined) continue;
      const known = this.#of(segments[index - 1] ?? '', parameter).filter((one) => one.by.has(by));
      const found = known.find(({ id }) => chosen.has(id)) ?? known[turn % Math.max(1, known.length)];
      if (found === undefined) continue;
      segments[index] = found.id;
      for (const one of [found.id, ...found.beside]) chosen.add(one);
    }
    return segments.join('/');
  }

  /** An id for a property of a body: `agencyId`. */
  named(name: string, by: number): string | undefined {
    return this.#of(name, name).find((one) => one.by.has(by))?.id;
  }

  /** The version of the record that a path is about, as it was told last. */
  versionAt(path: string): number | undefined {
    return path.split('/').filter((segment) => UUID.test(segment)).map((id) => this.#versions.get(id)).findLast((version) => version !== undefined);
  }

  #of(segment: string, parameter: string): ToldId[] {
    const known = this.#ids.get(kindOf(segment)) ?? this.#ids.get(kindOf(parameter));
    // What was told last is most likely to be there still.
    return [...(known?.values() ?? [])].reverse();
  }

  #look(value: unknown, name: string, around: ReadonlySet<string>, by: number): void {
    if (Array.isArray(value)) {
      for (const one of value) this.#look(one, name, around, by);
    } else if (typeof value === 'object' && value !== null) {
      const entries: [string, unknown][] = Object.entries(value);
      const beside = new Set([...around, ...entries.map(([, one]) => one).filter(isId)]);
      for (const [key, one] of entries) {
        if (isId(one)) this.#keep(key === 'id' ? name : key, { id: one, beside, by: new Set([by]) });
        else this.#look(one, key === 'items' || key === 'entries' ? name : key, beside, by);
      }
      if ('id' in value && isId(value.id) && 'version' in value && typeof value.version === 'number') this.#versions.set(value.id, value.version);
    }
  }

  #keep(name: string, told: ToldId): void {
    const kind = kindOf(name);
    const kept = this.#ids.get(kind) ?? new Map<string, ToldId>();
    const before = kept.get(told.id);
    kept.delete(told.id);
    kept.set(told.id, { id: told.id, beside: new Set([...(before?.beside ?? []), ...told.beside]), by: new Set([...(before?.by ?? []), ...told.by]) });
    this.#ids.set(kind, kept);
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** `cases`, `case` and `caseId` are of one kind, and so are `agencies` and `agencyIds`. */
const kindOf = (name: string): string => name.toLowerCase().replace(/ids?$/, '').replaceAll('-', '').replace(/ies$/, 'y').replace(/s$/, '');
