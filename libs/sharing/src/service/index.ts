export { AgreementConsumer } from './agreement-consumer.js';
export { RegistryContact, type Contact } from './registry-contact.js';
export { Sharing, type ReadableItem, type Reader, type Withheld } from './sharing.js';
export { SharingModule, type SharingOptions } from './sharing.module.js';
