/** By what the two services that hold cases know that they speak of the same person: the referral that was made of them. */
export abstract class LinkedRecords {
  /** Referrals of a subject of this service. */
  abstract referralsOf(partnershipId: string, subjectId: string): Promise<string[]>;
  /** Subjects of this service whom these referrals are about. @throws Error while one of them is still on its way: the work is tried again */
  abstract subjectsOf(partnershipId: string, referralIds: readonly string[]): Promise<string[]>;
}
