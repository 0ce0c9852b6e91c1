import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';
import { carried } from '../carried.js';

/** The questions that are answered in one's own words, one page each. */
export const WRITTEN_STEPS = ['harmed', 'tried', 'asked'] as const;
export type WrittenStep = (typeof WRITTEN_STEPS)[number];

const EMPTY: Readonly<Record<WrittenStep, string>> = {
  harmed: 'Enter who is harmed, and how',
  tried: 'Enter what has been tried',
  asked: 'Enter what you ask the partnership for',
};

export const writtenForm = (step: WrittenStep) => formOf(z.object({ text: fields.text(EMPTY[step]), ...carried }));
