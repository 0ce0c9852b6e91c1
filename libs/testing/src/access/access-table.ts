import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@concordat/contracts-protocol';
import { faultsOfAnswers, faultsOfTable, statedCells, tableOf, type StatedCells } from './cells.js';
import { everyCell, type AskingCells } from './every-cell.js';
import { ASKED, partOfToday } from './part-of-today.js';

const FOLDER = fileURLToPath(new URL('../../../../docs/security/access/', import.meta.url));

/** Of the cells of one partnership, a tenth each day. */
const PARTS = 10;

/**
 * What is wrong with the answers of a service, or with its stated cells, `docs/security/access/<service>.json`. With
 * `CONCORDAT_ACCESS=write` the table is first made of what was found, for somebody to read what has changed before it is stated.
 */
export async function faultsOfAccess(service: ServiceName, asking: Omit<AskingCells, 'part' | 'stated'>): Promise<string[]> {
  const file = join(FOLDER, `${service}.json`);
  const read = (): StatedCells => (existsSync(file) ? statedCells.parse(JSON.parse(readFileSync(file, 'utf8'))) : {});
  const { found, mixedUp } = await everyCell({ ...asking, part: partOfToday(PARTS), stated: read() });
  if (ASKED === 'write') writeFileSync(file, `${JSON.stringify(tableOf(found), null, 2)}\n`);
  const stated = read();
  return [...faultsOfTable(stated, [...new Set(found.map(({ route }) => route))]), ...faultsOfAnswers(stated, found), ...mixedUp.sort()];
}
