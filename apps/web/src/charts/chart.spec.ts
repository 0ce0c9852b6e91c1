import { describe, expect, it } from '@jest/globals';
import { chart } from './chart.js';

const drawn = chart({
  title: 'Anti-social behaviour',
  description: 'Crimes a month.',
  kind: 'line',
  along: { heading: 'Month', labels: ['Jan 2026', 'Feb 2026', '<script>alert("x")</script>'] },
  unit: 'Crimes',
  series: [
    { name: 'Blaby" style="color:red', values: [1200, null, 3], marked: { places: [0], meaning: 'Outside the limits' } },
    { name: 'Average', values: [2, 2, 2], line: 'dashed' },
  ],
});

describe('a chart', () => {
  it.each([['wide', drawn.wide], ['narrow', drawn.narrow]])('passes the Content Security Policy: %s', (_size, drawing) => {
    const svg = String(drawing);
    expect(svg).toMatch(/^<svg aria-hidden="true" focusable="false" viewBox="0 0 \d+ \d+">/);
    const tags = svg.replaceAll(/>[^<]*</g, '><');
    expect(tags).not.toMatch(/ style=| class=| on\w+=|<style|<script|<foreignObject/);
    expect(svg).toContain('font-size="');
  });

  it('takes names for text and never for markup', () => {
    expect(String(drawn.wide)).toContain('Blaby&quot; style=&quot;color:red');
    expect(String(drawn.wide)).not.toContain('<script>');
  });

  it('comes with its table, in which no figure is not nought', () => {
    expect(drawn.table.head).toEqual(['Month', 'Blaby" style="color:red', 'Average']);
    expect(drawn.table.rows[0]).toEqual(['Jan 2026', '1,200 (outside the limits)', '2']);
    expect(drawn.table.rows[1]).toEqual(['Feb 2026', 'No figure', '2']);
  });
});
