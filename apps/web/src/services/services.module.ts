import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Names } from './names.js';
import { Reads } from './reads.js';
import { Services } from './services.js';
import { Standing } from './standing.js';
import { Transport } from './transport.js';

@Global()
@Module({ controllers: [HealthController], providers: [Transport, Reads, Services, Names, Standing], exports: [Transport, Services, Names, Standing] })
export class ServicesModule {}
