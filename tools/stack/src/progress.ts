/** Says what is being done, one line a step. */
export interface Progress {
  /** Runs `work`, with `title` before it and the time it took after. `say` adds to the step's line what came of it. */
  step<T>(title: string, work: (say: (what: string) => void) => Promise<T>): Promise<T>;
  /** A line of its own. */
  note(text: string): void;
}

/** Progress on a stream, which may be a terminal or a file: nothing is overwritten. */
export function progressOn(stream: { write(text: string): unknown }): Progress {
  let open = false;
  const line = (text: string): void => {
    if (open) stream.write('\n');
    open = false;
    stream.write(`${text}\n`);
  };
  return {
    step: async (title, work) => {
      const began = performance.now();
      stream.write(`  ${title} … `);
      open = true;
      const results: string[] = [];
      const end = (text: string): void => {
        if (open) stream.write(`${text}\n`);
        else stream.write(`  ${title}: ${text}\n`);
        open = false;
      };
      try {
        const result = await work((what) => results.push(what));
        end([`done in ${((performance.now() - began) / 1000).toFixed(1)} s`, ...results].join(', '));
        return result;
      } catch (error) {
        end('failed');
        throw error;
      }
    },
    note: (text) => line(`  ${text}`),
  };
}

/** Progress that nobody sees. */
export const silent: Progress = { step: (_title, work) => work(() => undefined), note: () => undefined };
