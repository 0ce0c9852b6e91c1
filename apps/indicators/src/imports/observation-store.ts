import type { ObservationStatus } from '@concordat/contracts-indicators';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { FileDraft, ObservationDraft } from './draft.js';

interface PresentRow {
  id: string;
  measure_id: string;
  area_id: string;
  period_start: string;
  period_end: string;
  stream: string;
  value: number;
  numerator: number | null;
  denominator: number | null;
  status: ObservationStatus;
  note: string;
}

/** A row to be written, as `jsonb_to_recordset` reads it. */
type NewRow = Omit<PresentRow, 'id'>;

export interface ObservationPlan {
  added: NewRow[];
  /** Each with the id of the row that it replaces. */
  restated: (NewRow & { replaces: string })[];
  unchanged: number;
}

const keyOf = (row: Omit<NewRow, 'value' | 'numerator' | 'denominator' | 'status' | 'note'>): string =>
  [row.measure_id, row.area_id, row.period_start, row.period_end, row.stream].join(' ');

/** Whether a file says again what is there. A restated value stays restated when the file calls it final. */
function saysTheSame(present: NewRow, given: NewRow): boolean {
  const isSameStatus = present.status === given.status || (present.status === 'restated' && given.status === 'final');
  return isSameStatus && present.value === given.value && present.numerator === given.numerator && present.denominator === given.denominator && present.note === given.note;
}

/** A row that takes the place of one with another value is restated; where the value stands, the file's own status holds. */
const replacing = (present: PresentRow, given: NewRow): NewRow & { replaces: string } => ({
  ...given,
  status: present.value === given.value ? given.status : 'restated',
  replaces: present.id,
});

/** Values of measures in areas. A value that is replaced keeps its row, with when and by which import. */
@Injectable()
export class ObservationStore {
  constructor(private readonly database: Database) {}

  /** What a file would change. Its measures and areas are made first, which changes no figure. */
  async plan(partnershipId: string, draft: FileDraft): Promise<ObservationPlan> {
    const measures = await this.measureIds(partnershipId, draft);
    const areas = await this.areaIds(partnershipId, draft);
    const given = draft.observations.map((one) => newRow(one, measures, areas));
    const present = draft.coverage.length > 0 ? await this.presentOfStreams(partnershipId, draft) : await this.presentOfMeasures(partnershipId, [...measures.values()]);
    const plan: ObservationPlan = { added: [], restated: [], unchanged: 0 };
    for (const row of given) {
      const before = present.get(keyOf(row));
      present.delete(keyOf(row));
      if (before === undefined) plan.added.push(row);
      else if (saysTheSame(before, row)) plan.unchanged += 1;
      else plan.restated.push(replacing(before, row));
    }
    if (draft.coverage.length > 0) plan.restated.push(...[...present.values()].filter(({ value }) => value !== 0).map((before) => replacing(before, { ...before, value: 0 })));
    return plan;
  }

  async apply(partnershipId: string, plan: ObservationPlan, importId: string): Promise<void> {
    await this.database.em.execute(
      `update observation set replaced_at = now(), replaced_by = ? where partnership_id = ? and id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
      [importId, partnershipId, JSON.stringify(plan.restated.map(({ replaces }) => replaces))],
      'run',
    );
    await this.database.em.execute(
      `insert into observation (partnership_id, import_id, measure_id, area_id, period_start, period_end, stream, value, numerator, denominator, status, note)
       select ?, ?, r.* from jsonb_to_recordset(?::jsonb)
         as r(measure_id uuid, area_id uuid, period_start date, period_end date, stream text, value float8, numerator float8, denominator float8, status text, note text)`,
      [partnershipId, importId, JSON.stringify([...plan.added, ...plan.restated])],
      'run',
    );
  }

  private async measureIds(partnershipId: string, draft: FileDraft): Promise<Map<string, string>> {
    const measures = JSON.stringify([...draft.measures.values()]);
    await this.database.em.execute(
      `insert into measure (partnership_id, code, name, unit, polarity, source)
       select ?, r.* from jsonb_to_recordset(?::jsonb) as r(code text, name text, unit text, polarity text, source text)
       on conflict (partnership_id, code) do nothing`,
      [partnershipId, measures],
      'run',
    );
    return this.idsOf('measure', partnershipId, [...draft.measures.keys()]);
  }

  private async areaIds(partnershipId: string, draft: FileDraft): Promise<Map<string, string>> {
    await this.database.em.execute(
      `insert into area (partnership_id, code, name) select ?, r.* from jsonb_to_recordset(?::jsonb) as r(code text, name text) on conflict (partnership_id, code) do nothing`,
      [partnershipId, JSON.stringify([...draft.areas.values()])],
      'run',
    );
    return this.idsOf('area', partnershipId, [...draft.areas.keys()]);
  }

  private async idsOf(table: 'measure' | 'area', partnershipId: string, codes: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.em.execute<{ id: string; code: string }[]>(
      `select id, code from ${table} where partnership_id = ? and code in (select jsonb_array_elements_text(?::jsonb))`,
      [partnershipId, JSON.stringify(codes)],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }

  /** Everything present of the streams and periods that the file covers, by key. */
  private async presentOfStreams(partnershipId: string, draft: FileDraft): Promise<Map<string, PresentRow>> {
    const covered = JSON.stringify(draft.coverage.map(({ stream, period }) => ({ stream, ...period })));
    return this.present(partnershipId, '(o.stream, o.period_start, o.period_end) in (select c.stream, c.start, c."end" from jsonb_to_recordset(?::jsonb) as c(stream text, start date, "end" date))', covered);
  }

  /** Everything present, outside streams, of the file's measures. */
  private async presentOfMeasures(partnershipId: string, measureIds: readonly string[]): Promise<Map<string, PresentRow>> {
    return this.present(partnershipId, `o.stream = '' and o.measure_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`, JSON.stringify(measureIds));
  }

  private async present(partnershipId: string, condition: string, value: string): Promise<Map<string, PresentRow>> {
    const rows = await this.database.em.execute<PresentRow[]>(
      `select o.id, o.measure_id, o.area_id, o.period_start::text, o.period_end::text, o.stream, o.value, o.numerator, o.denominator, o.status, o.note
         from observation o where o.partnership_id = ? and o.replaced_at is null and ${condition}`,
      [partnershipId, value],
    );
    return new Map(rows.map((row) => [keyOf(row), row]));
  }
}

function newRow(one: ObservationDraft, measures: ReadonlyMap<string, string>, areas: ReadonlyMap<string, string>): NewRow {
  const [measureId, areaId] = [measures.get(one.measureCode), areas.get(one.areaCode)];
  if (measureId === undefined || areaId === undefined) throw new Error(`The file names the measure ${one.measureCode} or the area ${one.areaCode} nowhere`);
  return {
    measure_id: measureId, area_id: areaId, period_start: one.period.start, period_end: one.period.end, stream: one.stream, value: one.value,
    numerator: one.numerator, denominator: one.denominator, status: one.status, note: one.note,
  };
}
