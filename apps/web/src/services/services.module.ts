import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Services } from './services.js';
import { Transport } from './transport.js';

@Global()
@Module({ controllers: [HealthController], providers: [Transport, Services], exports: [Transport, Services] })
export class ServicesModule {}
