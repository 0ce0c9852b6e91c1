export { Allegations } from './allegations.js';
export { Consents, type ConsentCase } from './consents.js';
export { receiptOf } from './consent-receipt.js';
export { TravellingReceipts } from './travelling-receipts.js';
export { WithdrawalTasks, type TaskToLeave } from './withdrawal-tasks.js';
