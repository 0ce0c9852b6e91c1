import type { Movement, PeopleFigure, Travel } from '@concordat/contracts-indicators';
import { number } from '../../layout/words.js';

/** A figure about people, as a table shows it. */
export function peopleFigureWords(figure: PeopleFigure, unit: 'count' | 'days' | 'percentage'): string {
  switch (figure.kind) {
    case 'value':
      return unit === 'percentage' ? `${number(figure.value)}%` : number(figure.value);
    case 'small':
      return '<5';
    case 'hidden':
      return 'Hidden';
    case 'open':
      return 'Not ended yet';
    case 'none':
      return 'No figure';
  }
}

const ARROWS: Readonly<Record<Movement, string>> = { up: '↑', down: '↓', level: '→' };
const MOVED: Readonly<Record<Movement, string>> = { up: 'up', down: 'down', level: 'level' };

/** e.g. "↑ up 12.7%": the arrow is the number's own movement, never better or worse. */
export function movementWords({ movement, change }: { movement: Movement; change: number | null }): string {
  const by = change === null ? '' : ` ${number(Math.abs(change))}%`;
  return `${ARROWS[movement]} ${MOVED[movement]}${movement === 'level' && change !== null ? ` (${change > 0 ? '+' : ''}${number(change)}%)` : by}`;
}

const TRAVEL: Readonly<Record<Travel, { text: string; colour: string }>> = {
  improving: { text: 'Improving', colour: 'green' },
  worsening: { text: 'Worsening', colour: 'red' },
  changed: { text: 'Changed', colour: 'blue' },
  level: { text: 'Level', colour: 'grey' },
};

/** Better or worse, as a tag; not by colour alone. */
export const travelTag = (travel: Travel): { text: string; colour: string } => TRAVEL[travel];

const MEANINGS = { improvement: 'Improvement', concern: 'Concern', high: 'Unusually high', low: 'Unusually low', common: '', 'too-short': '' } as const;
export const meaningWords = (meaning: keyof typeof MEANINGS): string => MEANINGS[meaning];
