export { receiptedPage } from './receipted-page.js';
export { REMEMBERED } from './policy-history.js';
export { Replays, type Replayed } from './replay.js';
export { ShareReceipts } from './share-receipt.migration.js';
