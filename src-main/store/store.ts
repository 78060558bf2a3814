import { join } from 'node:path';
import { places as usualPlaces, type Places } from '../disk/places';
import { openCheckpointStore, type CheckpointStore } from './checkpoint-store';
import { openJudgements, type Judgements } from './judgements';
import { openLibrary, type Library } from './library';
import { openLog, type LogFile } from './log-file';
import { openSessionFile, type SessionFile } from './session-file';
import { openSettings, type SettingsFile } from './settings-file';
import { openStudyStore, type StudyStore } from './study-store';

/** Everything that is remembered from one session to the next. One process owns it: the host's. */
export interface Store {
  places: Places;
  settings: SettingsFile;
  session: SessionFile;
  log: LogFile;
  library: Library;
  checkpoints: CheckpointStore;
  studies: StudyStore;
  judgements: Judgements;
}

/** Reads nothing yet and creates nothing. */
export function openStore(places: Places = usualPlaces()): Store {
  return {
    places,
    settings: openSettings(places.settings),
    session: openSessionFile(places.session),
    log: openLog(places.logs),
    library: openLibrary(places.models),
    checkpoints: openCheckpointStore(places.checkpoints),
    studies: openStudyStore(join(places.home, 'studies')),
    judgements: openJudgements(join(places.home, 'judgements.json')),
  };
}
