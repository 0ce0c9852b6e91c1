import { Module, type DynamicModule } from '@nestjs/common';
import { AgreementConsumer } from './agreement-consumer.js';
import { Sharing } from './sharing.js';

/** The sharing policy for every module of a service, and its copy of the agreements. */
@Module({})
export class SharingModule {
  static forRoot(): DynamicModule {
    return { module: SharingModule, global: true, providers: [Sharing], controllers: [AgreementConsumer], exports: [Sharing] };
  }
}
