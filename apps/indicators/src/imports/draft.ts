import type { ArrowConvention, MeasureUnit, ObservationStatus, Polarity, Rag } from '@concordat/contracts-indicators';
import type { Period } from '../periods/period.js';

export const IMPORT_KINDS = ['police-uk', 'observations', 'dashboard', 'action-plan'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export interface MeasureDraft {
  code: string;
  name: string;
  unit: MeasureUnit;
  polarity: Polarity;
  source: string;
}

export interface AreaDraft {
  code: string;
  name: string;
}

export interface ObservationDraft {
  measureCode: string;
  areaCode: string;
  period: Period;
  /**
   * Whose part of the figure it is, where several files make it together (a police force, of a district that two
   * forces recorded crime in); empty where one file is the whole.
   */
  stream: string;
  value: number;
  numerator: number | null;
  denominator: number | null;
  status: ObservationStatus;
  note: string;
}

/** Every figure of a stream in a period: what an earlier file gave of it, and this one does not, is nought now. */
export interface Coverage {
  stream: string;
  period: Period;
}

/** A mark that a person printed. */
export interface MarkDraft {
  measureCode: string;
  areaCode: string;
  comparison: string;
  outcome: string | null;
  outcomeRag: Rag | null;
  arrow: string | null;
  convention: ArrowConvention;
  progress: Rag | null;
  quartile: string | null;
}

/** A line of a partnership's action plan. */
export interface PlannedActionDraft {
  code: string;
  priority: string;
  theme: string;
  action: string;
  owners: string[];
  /** The first day after its last; null when none was set. */
  end: string | null;
  impact: string;
}

/** A whole file, read and free of faults. */
export interface FileDraft {
  kind: ImportKind;
  file: string;
  rows: number;
  measures: ReadonlyMap<string, MeasureDraft>;
  areas: ReadonlyMap<string, AreaDraft>;
  observations: readonly ObservationDraft[];
  coverage: readonly Coverage[];
  marks: readonly MarkDraft[];
  actions: readonly PlannedActionDraft[];
}

/** What a file did to what was there. */
export interface ImportCounts {
  added: number;
  restated: number;
  unchanged: number;
}

/** Area of figures about the partnership as a whole. */
export const WHOLE_PARTNERSHIP: AreaDraft = { code: 'partnership', name: 'The whole partnership' };

/** What a read may be told besides the file. */
export interface ReadOptions {
  mapped?: ReadonlyMap<string, string>;
  onProgress?: (rows: number) => void;
}
