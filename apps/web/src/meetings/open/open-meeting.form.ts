import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf } from '../../forms/form.js';

export const ATTENDANCE = ['agreed', 'not-agreed', 'absent'] as const;

/** The name of an agency's radio buttons. */
export const attendanceField = (agencyId: string) => `agency-${agencyId}` as const;

/** Each agency of the forum is there or not; others are there when they are ticked. */
export function openMeetingForm(ofForum: readonly { id: string; name: string }[], others: readonly string[]) {
  const schema: z.ZodObject = z.object({
    version: fields.version(),
    statementRead: fields.mustTick('Confirm that the confidentiality statement was read'),
    ...Object.fromEntries(ofForum.map(({ id, name }) => [attendanceField(id), fields.choice(ATTENDANCE, `Select whether ${name} is there`)])),
    others: fields.choicesOf(others),
  });
  return formOf(schema);
}

const answered = z.looseObject({ version: z.number(), others: z.array(z.string()) });

/** Who is there, as the service takes it. */
export function openingOf(ofForum: readonly { id: string }[], value: unknown) {
  const { version, others, ...values } = answered.parse(value);
  const forum = ofForum.map(({ id }) => {
    const said = values[attendanceField(id)];
    return { agencyId: id, present: said !== 'absent', agreed: said === 'agreed' };
  });
  return { version, statementRead: true as const, attendance: [...forum, ...others.map((agencyId) => ({ agencyId, present: true, agreed: true }))] };
}
