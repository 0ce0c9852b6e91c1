import { projectionEntities } from '@concordat/platform-auth';
import { PersistenceModule } from '@concordat/platform-persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { AreaSchema } from './areas/area.entity.js';
import { CaseworkFacts } from './casework/casework-facts.js';
import { CaseworkTallies } from './casework/casework-tallies.js';
import type { Environment } from './config.js';
import { PublishedMarkSchema } from './dashboards/published-mark.entity.js';
import { Forums } from './forums/forums.js';
import { ColumnMeanings } from './imports/column-meanings.js';
import { ImportRunSchema } from './imports/import-run.entity.js';
import { ImportStore } from './imports/import-store.js';
import { ObservationStore } from './imports/observation-store.js';
import { PlannedActionSchema } from './imports/planned-action.entity.js';
import { PrintedStore } from './imports/printed-store.js';
import { MeasureSchema } from './measures/measure.entity.js';
import { indicatorsMigrations } from './migrations/index.js';
import { OwnAreas } from './observations/own-areas.js';
import { SeriesReader } from './observations/series.js';
import { PartnershipChoice } from './partnerships/partnership-choice.js';

const entities = [...projectionEntities, MeasureSchema, AreaSchema, ImportRunSchema, PublishedMarkSchema, PlannedActionSchema];

const stores = [CaseworkFacts, CaseworkTallies, ColumnMeanings, Forums, ImportStore, ObservationStore, OwnAreas, PartnershipChoice, PrintedStore, SeriesReader];

/** The stored figures: the same for requests, queue work and the command line. */
@Module({})
export class FiguresModule {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: FiguresModule,
      imports: [PersistenceModule.forRoot({ service: 'indicators', entities, migrations: indicatorsMigrations, env })],
      providers: stores,
      exports: stores,
    };
  }
}
