import { scenario, type Scenario } from './schema.js';
import { faultsOf, type Fault } from './validity.js';

/** A file that is not a valid scenario: `faults` says where in it, and what is wrong. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(
    readonly file: string,
    readonly faults: readonly Fault[],
  ) {
    super(faults.map((fault) => `${file}: ${pathText(fault.path)}: ${fault.message}`).join('\n'));
  }
}

/** Reads the text of a scenario file. Throws a {@link ScenarioError} that lists every fault, with `file` named in it. */
export function parseScenario(file: string, text: string): Scenario {
  const parsed = json(file, text);
  const hidden = hiddenKeys(parsed, []);
  if (hidden.length > 0) throw new ScenarioError(file, hidden);
  const shaped = scenario.safeParse(parsed);
  if (!shaped.success) throw new ScenarioError(file, shaped.error.issues.map(({ path, message }) => ({ path: [...path], message })));
  const faults = faultsOf(shaped.data);
  if (faults.length > 0) throw new ScenarioError(file, faults);
  return shaped.data;
}

/** Reads the bytes of a scenario file, which are UTF-8 or a fault. */
export function parseScenarioBytes(file: string, bytes: Uint8Array): Scenario {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ScenarioError(file, [{ path: [], message: 'is not UTF-8 text' }]);
  }
  return parseScenario(file, text);
}

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(file, [{ path: [], message: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]);
  }
}

/** Deeper than the shape goes: whoever reads on would run out of stack. */
const DEEPEST = 20;

/** A property named `__proto__` is none of the shape's, yet libraries pass over it. */
function hiddenKeys(value: unknown, path: PropertyKey[]): Fault[] {
  if (typeof value !== 'object' || value === null) return [];
  if (path.length > DEEPEST) return [{ path, message: 'is nested too deeply' }];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return key === '__proto__' ? [{ path: at, message: 'is not a property that this may have' }] : hiddenKeys(inner, at);
  });
}

/** As it would be written in code: `agreements[0].terms[1].from`. */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? '(whole file)' : text.replace(/^\./, '');
}
