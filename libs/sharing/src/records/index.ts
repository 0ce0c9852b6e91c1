import { ConsentStatementSchema } from '../consents/consent-statement.entity.js';
import { PersonAnswerSchema } from '../consents/person-answer.entity.js';
import { SubjectRelationSchema } from '../consents/relation.entity.js';
import { WithdrawalTaskSchema } from '../consents/withdrawal-task.entity.js';
import { SharingDecisionSchema } from '../disclosures/sharing-decision.entity.js';
import { AllegedElsewhereSchema } from '../crossings/alleged-elsewhere.entity.js';
import { EmergencyElsewhereSchema } from '../crossings/emergency-elsewhere.entity.js';
import { EmergencyAccessSchema } from '../emergencies/emergency-access.entity.js';

export { SharingHost, type SharingHappening, type SharingWord, type Withdrawal } from './host.js';
export { SharingRecordTables } from './record-tables.migration.js';
export { SharingRecordsModule, type SharingRecordsOptions } from './sharing-records.module.js';

/** For `PersistenceModule.forRoot({ entities })`, beside `sharingEntities`. */
export const sharingRecordEntities = [AllegedElsewhereSchema, ConsentStatementSchema, PersonAnswerSchema, SubjectRelationSchema, WithdrawalTaskSchema, SharingDecisionSchema, EmergencyAccessSchema, EmergencyElsewhereSchema];
