import nunjucks from 'nunjucks';
import { number } from '../layout/words.js';
import { drawSvg } from './svg.js';

/** One line or one set of bars. A null is a gap: nothing was counted, which is not nought. */
export interface Series {
  name: string;
  values: readonly (number | null)[];
  /** A line among bars, or over them, e.g. an average. */
  as?: 'line' | 'bar';
  /** Lines only: `dashed` for limits and targets, without points. */
  line?: 'solid' | 'dashed';
  /** Places (from 0) whose points are marked, and what that means: "Outside the limits". */
  marked?: { places: readonly number[]; meaning: string };
}

export interface ChartSpec {
  title: string;
  /** What the chart shows in a sentence or two: what someone who cannot see it is told. */
  description: string;
  kind: 'line' | 'bar' | 'stacked';
  /** What stands along the bottom: its heading, e.g. "Month", and its labels, e.g. "Jan 2026". */
  along: { heading: string; labels: readonly string[] };
  series: readonly Series[];
  /** What the numbers are, e.g. "Crimes". */
  unit: string;
}

/** A chart for the template: two drawings of it, for wide and for narrow screens, and its table. */
export interface Chart {
  title: string;
  description: string;
  wide: nunjucks.runtime.SafeString;
  narrow: nunjucks.runtime.SafeString;
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** Draws a chart on the server. `{{ charts.figure(chart) }}` shows it, with its table below. */
export function chart(spec: ChartSpec): Chart {
  return {
    title: spec.title,
    description: spec.description,
    wide: new nunjucks.runtime.SafeString(drawSvg(spec, { width: 900, height: 400 })),
    narrow: new nunjucks.runtime.SafeString(drawSvg(spec, { width: 345, height: 340 })),
    table: {
      head: [spec.along.heading, ...spec.series.map((series) => series.name)],
      rows: spec.along.labels.map((label, place) => [label, ...spec.series.map((series) => cell(series, place))]),
    },
  };
}

function cell(series: Series, place: number): string {
  const value = series.values[place];
  if (value === null || value === undefined) return 'No figure';
  return series.marked?.places.includes(place) === true ? `${number(value)} (${series.marked.meaning.toLowerCase()})` : number(value);
}
