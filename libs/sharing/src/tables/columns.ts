/** Columns that a service's `subject` needs for the policy, besides those of every partnership's table. */
export interface SubjectPolicyColumns {
  /** `person`, `group` or `place`: terms on consent apply to people alone. */
  kind: string;
  /** Column `sixteenth_birthday`, a date (`birthdayDate(dateOfBirth, 16)`); null with no date of birth. */
  sixteenthBirthday: string | null;
  /** Column `eighteenth_birthday`. */
  eighteenthBirthday: string | null;
}
