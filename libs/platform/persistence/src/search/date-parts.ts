/** Year, month and day of an ISO date. @throws Error for what is none */
export function partsOf(isoDate: string): { year: string; month: string; day: string } {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(isoDate) ?? [];
  if (year === undefined || month === undefined || day === undefined) throw new Error('A date is written as 2009-03-04');
  return { year, month, day };
}
