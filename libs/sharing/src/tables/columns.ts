/** Columns that a service's `subject` needs for the policy, besides those of every partnership's table. */
export interface SubjectPolicyColumns {
  /** `person`, `group` or `place`: terms on consent apply to people alone. */
  kind: string;
  /** Column `sixteenth_birthday`, a date (`birthdayDate(dateOfBirth, 16)`); null with no date of birth. */
  sixteenthBirthday: string | null;
  /** Column `eighteenth_birthday`. */
  eighteenthBirthday: string | null;
}

/** Columns that a service's `"case"` needs. */
export interface CasePolicyColumns {
  purpose: string;
  /** Column `owner_agency_id`. */
  ownerAgencyId: string;
}

/** Columns of `case_subject`, one row a subject of a case. */
export interface CaseSubjectPolicyColumns {
  caseId: string;
  subjectId: string;
}

/** Columns that a service's `item` needs. All of them are there always: a null is not shown to anybody. */
export interface ItemPolicyColumns {
  caseId: string;
  /** Among the case's subjects. */
  subjectId: string;
  ownerAgencyId: string;
  category: string;
  /** Names of the fields that the item holds, `text[]`, at least one. */
  fields: string[];
  /** Column `marking`: `none` or `victim-safety`. */
  marking: string;
  /** Column `existence_shown`: others of the circle may be told that there is something, and whom to ask. */
  existenceShown: boolean;
}
