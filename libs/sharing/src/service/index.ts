export { AgreementConsumer } from './agreement-consumer.js';
export { Sharing, type ReadableItem, type Reader } from './sharing.js';
export { SharingModule } from './sharing.module.js';
