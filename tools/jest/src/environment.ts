import { TestEnvironment } from 'jest-environment-node';

/** What `expect` tells apart by what made it. */
const COMPARED = ['AggregateError', 'Array', 'BigInt', 'Boolean', 'DataView', 'Date', 'Error', 'Function', 'Map', 'Number', 'Object', 'RegExp', 'Set', 'String', 'Symbol'] as const;

/** Jest's `expect` has a world of its own, and what it looks at is made in Node's: they share what things are made by. */
export default class extends TestEnvironment {
  constructor(...settings: ConstructorParameters<typeof TestEnvironment>) {
    super(...settings);
    for (const name of COMPARED) Object.assign(this.global, { [name]: globalThis[name] });
  }
}
