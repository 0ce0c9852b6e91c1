import type { z } from 'zod';
import type { areaView, measureView } from '@concordat/contracts-indicators';
import type { Area } from '../areas/area.entity.js';
import type { Measure } from '../measures/measure.entity.js';

export const shownMeasure = ({ code, name, unit, polarity, source }: Measure): z.output<typeof measureView> => ({ code, name, unit, polarity, source });

/** @param own codes of the partnership's own districts */
export const shownArea = ({ code, name }: Area, own: ReadonlySet<string>): z.output<typeof areaView> => ({ code, name, own: own.has(code) });
