import { places as usualPlaces, type Places } from '../disk/places';
import { openLog, type LogFile } from './log-file';
import { openSettings, type SettingsFile } from './settings-file';

/** Everything that is remembered from one session to the next. One process owns it: the host's. */
export interface Store {
  places: Places;
  settings: SettingsFile;
  log: LogFile;
}

/** Reads nothing yet and creates nothing. */
export function openStore(places: Places = usualPlaces()): Store {
  return { places, settings: openSettings(places.settings), log: openLog(places.logs) };
}
