import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { number } from '../layout/words.js';
import type { ChartSpec, Series } from './chart.js';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** The Government Analysis Function's colours, which can be told apart by people who see colours differently. */
const COLOURS = ['#12436d', '#28a197', '#801650', '#f46a25', '#3d3d3d', '#a285d1'];
/** Shapes of points, so that colour is never the only difference. */
const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'];
const MARKED = '#ca3535';
const TEXT = '#0b0c0c';
const GRID = '#cecece';

interface Size {
  width: number;
  height: number;
}

/** The chart as an `svg` element that the Content Security Policy lets through: attributes, and no styles. */
export function drawSvg(spec: ChartSpec, size: Size): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(optionsOf(spec, size));
    return plain(drawing.renderToSVGString());
  } finally {
    drawing.dispose();
  }
}

function optionsOf(spec: ChartSpec, size: Size) {
  const narrow = size.width < 500;
  const fontSize = narrow ? 12 : 14;
  const text = { color: TEXT, fontSize, fontFamily: 'Arial, sans-serif' };
  const rows = narrow ? spec.series.length : Math.ceil(spec.series.length / 4);
  const several = spec.series.length > 1;
  return {
    animation: false,
    color: COLOURS,
    textStyle: text,
    legend: { show: several, top: 0, left: 0, orient: narrow ? 'vertical' : 'horizontal', itemGap: narrow ? 6 : 16, textStyle: text, selectedMode: false } as const,
    grid: { left: 32, right: 16, bottom: 24, top: (several ? rows * 22 : 0) + 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' } as const,
    xAxis: {
      type: 'category',
      data: [...spec.along.labels],
      axisLabel: { ...text, hideOverlap: true, rotate: narrow && spec.along.labels.length > 4 ? 45 : 0 },
      axisLine: { lineStyle: { color: TEXT } },
      axisTick: { alignWithLabel: true },
    } as const,
    yAxis: {
      type: 'value',
      name: spec.unit,
      nameLocation: 'end',
      nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -24] },
      axisLabel: { ...text, formatter: (value: number) => number(value) },
      splitLine: { lineStyle: { color: GRID } },
      minInterval: spec.series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value))) ? 1 : 0,
    } as const,
    series: spec.series.map((series, place) => seriesOf(spec, series, place)),
  };
}

function seriesOf(spec: ChartSpec, series: Series, place: number): LineSeriesOption | BarSeriesOption {
  const colour = COLOURS[place % COLOURS.length] ?? TEXT;
  const kind = series.as ?? (spec.kind === 'line' ? 'line' : 'bar');
  const isMarked = (at: number) => series.marked?.places.includes(at) === true;
  const base = { name: series.name, emphasis: { disabled: true }, silent: true } as const;
  if (kind === 'bar') {
    const data = series.values.map((value, at) => ({ value: value ?? '-', itemStyle: { color: isMarked(at) ? MARKED : colour } }));
    return { ...base, type: 'bar', data, itemStyle: { color: colour }, ...(spec.kind === 'stacked' ? { stack: 'all' } : {}), barMaxWidth: 60 };
  }
  const dashed = series.line === 'dashed';
  return {
    ...base,
    type: 'line',
    data: series.values.map((value, at) => ({
      value: value ?? '-',
      symbolSize: isMarked(at) ? 12 : 7,
      itemStyle: { color: isMarked(at) ? MARKED : colour },
    })),
    connectNulls: false,
    symbol: dashed ? 'none' : (SHAPES[place % SHAPES.length] ?? 'circle'),
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: dashed ? 1.5 : 2.5, type: dashed ? 'dashed' : 'solid' },
  };
}

/**
 * Styles become attributes, which mean the same in SVG. What is typed cannot be taken for markup here: the library
 * escapes quotes and angle brackets in text.
 */
function plain(svg: string): string {
  return svg
    .replaceAll(/<style\b[^>]*>.*?<\/style>/gs, '')
    .replaceAll(/ style="([^"]*)"/g, (_whole, style: string) => attributesOf(style))
    .replaceAll(/ (?:class|ecmeta_[a-z_]+|xml:space|baseProfile|version|xmlns(?::xlink)?)="[^"]*"/g, '')
    .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true" focusable="false"');
}

function attributesOf(style: string): string {
  return style
    .split(';')
    .map((rule) => rule.split(':'))
    .flatMap(([name, value]) => (name && value ? [` ${name.trim()}="${value.trim()}"`] : []))
    .join('');
}
