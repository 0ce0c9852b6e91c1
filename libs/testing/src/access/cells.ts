import { ROLES, type Role } from '@concordat/contracts-protocol';
import { z } from 'zod';

/** What the member holds who asks; `none` is somebody who is not signed in: every membership has a role. */
export const HOLDINGS = [...ROLES, 'none'] as const;
export type Holding = Role | 'none';

/**
 * What a member is to the record that they ask for:
 * - `author`: they made it, or it is theirs
 * - `agency`: a colleague made it, in the agency that owns it
 * - `circle`: of an agency of the same partnership that was let in to it
 * - `stranger`: of an agency of the same partnership that has no part in it
 * - `elsewhere`: of another partnership
 */
export const STANDINGS = ['author', 'agency', 'circle', 'stranger', 'elsewhere'] as const;
export type Standing = (typeof STANDINGS)[number];

/**
 * How a request is answered:
 * - `public`: whoever asks, with a token of a membership as without one, to the byte
 * - `unauthenticated`: 401
 * - `forbidden`: 403, whatever the record
 * - `absent`: to the byte as for a record that nobody has
 * - `reached`: the record was read or changed, or what was to be done to it was refused for what was sent
 * - `told`: a list that names a record of the partnership that was planted
 * - `nothing`: a list that names none of them
 * - `done`: something was made, or done, that is about no record of the address
 * - `refused`: it was not, for what was sent
 */
export const VERDICTS = ['public', 'unauthenticated', 'forbidden', 'absent', 'reached', 'told', 'nothing', 'done', 'refused'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** By route (`GET /cases/{caseId}`) and role: one verdict for every standing, or one for each in the order of {@link STANDINGS}. */
export const statedCells = z.record(z.string(), z.record(z.string(), z.string()));
export type StatedCells = z.output<typeof statedCells>;

export interface FoundCell {
  route: string;
  holding: Holding;
  standing: Standing;
  verdict: Verdict;
}

/** The table that these cells make. */
export function tableOf(cells: readonly FoundCell[]): StatedCells {
  const rows = Map.groupBy(cells, ({ route }) => route);
  return Object.fromEntries([...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([route, row]) => [
    route,
    Object.fromEntries([...Map.groupBy(row, ({ holding }) => holding)].map(([holding, of]) => [holding, inWords(of.map(({ verdict }) => verdict))])),
  ]));
}

function inWords(verdicts: readonly Verdict[]): string {
  return new Set(verdicts).size === 1 ? (verdicts[0] ?? '') : verdicts.join(' ');
}

/** What a row states of somebody. */
export function verdictIn(row: Readonly<Record<string, string>> | undefined, holding: Holding, standing: Standing): string | undefined {
  const words = row?.[holding]?.split(' ') ?? [];
  return words.length === 1 ? words[0] : words[STANDINGS.indexOf(standing)];
}

/** Cells that were answered otherwise than is stated. */
export function faultsOfAnswers(table: StatedCells, cells: readonly FoundCell[]): string[] {
  return cells.flatMap(({ route, holding, standing, verdict }) => {
    const stated = verdictIn(table[route], holding, standing);
    return stated === verdict ? [] : [`${route}, ${holding}, ${standing}: is ${verdict}, stated is ${stated ?? 'nothing'}`];
  });
}

/**
 * What is wrong with a table whatever the service does: a route, role or standing without a cell, a word that is no verdict,
 * anybody of another partnership let in, a record that nobody reaches: whoever else is kept from it, nothing would show that.
 */
export function faultsOfTable(table: StatedCells, routes: readonly string[]): string[] {
  const unstated = routes.filter((route) => !(route in table)).map((route) => `${route}: has no stated cell`);
  const gone = Object.keys(table).filter((route) => !routes.includes(route)).map((route) => `${route}: is stated and no route`);
  const unreached = Object.entries(table).filter(([route, row]) => isOfRecord(route) && !Object.values(row).some((cell) => /reached|public/.test(cell))).map(([route]) => `${route}: is reached by nobody`);
  return [...unstated, ...gone, ...unreached, ...Object.entries(table).flatMap(([route, row]) => faultsOfRow(row).map((fault) => `${route}: ${fault}`))];
}

/** Whether an id stands in its address. */
const isOfRecord = (route: string): boolean => /\{(id|\w+Id)\}/.test(route);

function faultsOfRow(row: Readonly<Record<string, string>>): string[] {
  const missing = HOLDINGS.filter((holding) => row[holding] === undefined).map((holding) => `has no cell for ${holding}`);
  const unknown = Object.keys(row).filter((holding) => !HOLDINGS.some((one) => one === holding)).map((holding) => `${holding} is no role`);
  return [...missing, ...unknown, ...Object.entries(row).flatMap(([holding, cell]) => faultsOfCell(cell).map((fault) => `${holding}: ${fault}`))];
}

function faultsOfCell(cell: string): string[] {
  const words = cell.split(' ');
  const faults = words.filter((word) => !VERDICTS.some((verdict) => verdict === word)).map((word) => `“${word}” is no verdict`);
  if (words.length !== 1 && words.length !== STANDINGS.length) faults.push(`${words.length} verdicts are stated, not 1 or ${STANDINGS.length}`);
  const elsewhere = words.at(-1);
  if (elsewhere === 'reached' || elsewhere === 'told') faults.push('somebody of another partnership is let in');
  return faults;
}
