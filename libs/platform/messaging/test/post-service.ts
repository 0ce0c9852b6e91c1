import type { EventDefinition, ServiceName } from '@concordat/contracts-protocol';
import { PersistenceModule } from '@concordat/platform-persistence';
import { Module, type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { messagingMigrations, MessagingModule, startWorker, type Schedule, type WorkerPart } from '../src/index.js';
import { LetterTables, PostOffice } from './letters.js';

export const postMigrations = [...messagingMigrations, LetterTables];

export type Environment = Readonly<Record<string, string>>;

export interface PostServiceOptions {
  service: ServiceName;
  events: readonly EventDefinition[];
  controllers: readonly Type[];
  schedules?: readonly Schedule[];
  env: Environment;
}

@Module({})
class PostServiceModule {
  static of(options: PostServiceOptions): DynamicModule {
    const { service, events, env, schedules = [] } = options;
    return {
      module: PostServiceModule,
      imports: [PersistenceModule.forRoot({ service, entities: [], migrations: postMigrations, env }), MessagingModule.forRoot({ service, events, schedules, env })],
      controllers: [...options.controllers],
      providers: [PostOffice],
    };
  }
}

/** A service as the specifications need it: a database, queues and handlers, no HTTP. */
export async function createPostService(options: PostServiceOptions, parts: readonly WorkerPart[] = ['relay', 'consumers']): Promise<INestApplication> {
  const root = await Test.createTestingModule({ imports: [PostServiceModule.of(options)] }).compile();
  const app = root.createNestApplication(new FastifyAdapter());
  try {
    await app.init();
    await startWorker(app, parts);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}
