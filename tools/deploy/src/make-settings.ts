// `npm run deploy:settings -- …`
import { settingsCommand } from './settings-command.js';

await settingsCommand().parseAsync();
