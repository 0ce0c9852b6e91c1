import { randomUUID } from 'node:crypto';
import { Refused } from '@concordat/tool-demo';
import type { Chance } from '../chance.js';
import type { HistoryFile } from '../history/history-file.js';
import { Unanswered, type Caller } from './caller.js';
import { Desk, type People, type Place } from './desk.js';

export interface LoadOptions {
  people: People;
  /** People who change how they hear of things; one a client, as many as there are. */
  choosers: readonly Caller[];
  place: Place;
  /** Commands that are to be acknowledged at least. */
  commands: number;
  /** Whether more of them are wanted, asked once there are so many. */
  goesOn: () => boolean;
  chance: Chance;
  history: HistoryFile;
  /** Called now and then with what was acknowledged so far. */
  onProgress?: (acknowledged: number) => void;
}

/** Gives commands of all services until so many were acknowledged and no more are wanted; each is in the history, with what came of it. */
export async function giveCommands({ people, choosers, place, commands, goesOn, chance, history, onProgress = () => undefined }: LoadOptions): Promise<void> {
  let given = 0;
  let acknowledged = 0;
  const sit = async (desk: Desk): Promise<void> => {
    while (acknowledged < commands || goesOn()) {
      const command = await desk.next();
      const number = (given += 1);
      const key = randomUUID();
      let tries = 0;
      history.write({ kind: 'asked', at: Date.now(), command: number, what: command.what });
      try {
        const effects = await command.run((who, route, input) => who.ask(route, input, { idempotencyKey: key }, (count) => (tries = count)));
        acknowledged += 1;
        history.write({ kind: 'acknowledged', at: Date.now(), command: number, tries, effects });
        if (acknowledged % 100 === 0) onProgress(acknowledged);
      } catch (error) {
        if (error instanceof Refused) history.write({ kind: 'refused', at: Date.now(), command: number, status: error.status, code: error.code });
        else if (error instanceof Unanswered) history.write({ kind: 'unanswered', at: Date.now(), command: number, why: error.message });
        else throw error;
      }
    }
  };
  const run = randomUUID().slice(0, 8);
  await Promise.all(choosers.map((chooser, index) => sit(new Desk(`Desk ${index + 1} of ${run}`, people, place, chooser, chance.branch()))));
}
