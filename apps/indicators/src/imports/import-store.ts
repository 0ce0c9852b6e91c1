import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { basename } from 'node:path';
import type { FileDraft, ImportCounts } from './draft.js';
import { ImportRun } from './import-run.entity.js';
import { ObservationStore } from './observation-store.js';
import { PrintedStore } from './printed-store.js';

/** What an import of one file did. */
export interface ImportOutcome {
  file: string;
  rows: number;
  observations: ImportCounts;
  /** Marks of a dashboard or lines of an action plan. */
  printed: ImportCounts;
}

/** Puts files into the open transaction's partnership, in their order: all of them or, when one fails, none. */
@Injectable()
export class ImportStore {
  constructor(
    private readonly database: Database,
    private readonly observations: ObservationStore,
    private readonly printed: PrintedStore,
  ) {}

  async importFiles(partnershipId: string, drafts: readonly FileDraft[]): Promise<ImportOutcome[]> {
    // Two imports at once would both find a value absent.
    await this.database.em.execute(`select pg_advisory_xact_lock(hashtext('figures-import'), hashtext(?))`, [partnershipId]);
    const outcomes: ImportOutcome[] = [];
    for (const draft of drafts) outcomes.push(await this.importFile(partnershipId, draft));
    return outcomes;
  }

  private async importFile(partnershipId: string, draft: FileDraft): Promise<ImportOutcome> {
    const plan = await this.observations.plan(partnershipId, draft);
    const printed = await this.printed.save(partnershipId, draft);
    const observations = { added: plan.added.length, restated: plan.restated.length, unchanged: plan.unchanged };
    const counts = {
      added: observations.added + printed.added,
      restated: observations.restated + printed.restated,
      unchanged: observations.unchanged + printed.unchanged,
    };
    if (counts.added + counts.restated > 0) {
      const run = this.database.rows(ImportRun).insert({ partnershipId, kind: draft.kind, fileName: basename(draft.file), rows: draft.rows, ...counts });
      await this.database.em.flush();
      await this.observations.apply(partnershipId, plan, run.id);
    }
    return { file: draft.file, rows: draft.rows, observations, printed };
  }
}
