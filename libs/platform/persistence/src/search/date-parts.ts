const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is written as a date is: what somebody typed long ago may be anything. */
export const isIsoDate = (text: string): boolean => ISO_DATE.test(text);

/** Year, month and day of an ISO date. @throws Error for what is none */
export function partsOf(isoDate: string): { year: string; month: string; day: string } {
  const [, year, month, day] = ISO_DATE.exec(isoDate) ?? [];
  if (year === undefined || month === undefined || day === undefined) throw new Error('A date is written as 2009-03-04');
  return { year, month, day };
}
