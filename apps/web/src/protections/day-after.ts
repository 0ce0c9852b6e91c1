import { DateTime } from 'luxon';

/** Services say from when something no longer holds; people say its last day. */
export const dayAfter = (isoDate: string): string => DateTime.fromISO(isoDate, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
