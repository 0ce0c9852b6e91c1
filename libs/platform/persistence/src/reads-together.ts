import type { BoundRead } from './bound-reads.js';

interface Waiting {
  read: BoundRead;
  answer: (rows: never[]) => void;
  refuse: (error: unknown) => void;
}

/** Reads that one statement answers at most. */
const AT_ONCE = 20;

/**
 * The reads of one transaction. Those that are asked for while another is under way, or at the same moment, go together as
 * one statement, of which each is a part: code says `await Promise.all([…])` and knows nothing of it. A transaction has one
 * connection, which would answer them one after the other.
 */
export class ReadsTogether {
  readonly #waiting: Waiting[] = [];
  #underWay = false;
  /** Statements that go by themselves and were not answered yet. */
  #apart = 0;

  /** @param send sends a statement that answers one row of one column a part */
  constructor(private readonly send: <Row>(statement: BoundRead) => Promise<Record<string, Row[]>>) {}

  /** Rows of a read as JSON writes them: a time is an ISO string, bytes are `\x` and hexadecimal digits. */
  async ask<Row>(read: BoundRead): Promise<Row[]> {
    return new Promise((answer, refuse) => {
      this.#waiting.push({ read, answer, refuse });
      this.#go();
    });
  }

  /** Sends a statement that goes by itself. Reads that are asked for meanwhile could not be answered before it: they wait for what is asked once it is answered. */
  async apart<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.#apart += 1;
    try {
      return await send();
    } finally {
      this.#apart -= 1;
      this.#go();
    }
  }

  #go(): void {
    if (this.#underWay || this.#apart > 0 || this.#waiting.length === 0) return;
    this.#underWay = true;
    setImmediate(() => void this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 && this.#apart === 0) {
      const going = this.#waiting.splice(0, AT_ONCE);
      try {
        const parts = await this.send<never>(together(going.map(({ read }) => read)));
        going.forEach(({ answer }, place) => {
          answer(parts[partName(place)] ?? []);
        });
      } catch (error) {
        // PostgreSQL takes no further statement in this transaction: none of them could be asked again.
        for (const { refuse } of going) refuse(error);
      }
      // Whoever was answered may ask again before the next goes.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#underWay = false;
  }
}

const partName = (place: number): string => `p${place}`;

/** One statement whose only row has the rows of each read in a column, in the order in which the read gives them. */
export function together(reads: readonly BoundRead[]): BoundRead {
  const values: unknown[] = [];
  const parts = reads.map((read, place) => {
    const before = values.length;
    values.push(...read.values);
    const text = read.text.replaceAll(/\$(\d+)/g, (_whole, number: string) => `$${before + Number(number)}`);
    return `(select coalesce(json_agg(r), '[]') from (${text}) r) as ${partName(place)}`;
  });
  return { text: `select ${parts.join(', ')}`, values };
}
