import type { Words } from '../complete';

export const restore: Words<'restore'> = {
  empty: 'Legen Sie Fotos hier ab oder wählen Sie welche. Sie werden nur gelesen; Ergebnisse sind neue Dateien.',
  noModel: 'Es gibt noch kein Modell. Lassen Sie zuerst eines aus einem Fotopaar lernen.',
  toPair: 'Ein Paar mitbringen',
  choose: 'Fotos wählen',
  browse: 'Ordner durchsehen',
  clear: 'Die Liste leeren',
  leftOut: (count) =>
    count === 1
      ? 'Eine Datei des Ordners blieb draußen: Sie ist kein Foto oder nicht lesbar.'
      : `${count} Dateien des Ordners blieben draußen: Sie sind keine Fotos, nicht lesbar oder zu viele.`,
  photos: 'Fotos',
  photo: 'Foto',
  size: 'Größe',
  time: 'Zeit',
  state: 'Stand',
  ready: 'Bereit',
  failed: 'Fehlgeschlagen',
  skipped: 'Ausgelassen',
  waiting: 'Wartet',
  done: 'Restauriert',
  compare: 'Vergleichen',
  remove: (name) => `${name} aus der Liste nehmen`,
  model: 'Modell',
  strength: 'Stärke',
  strengthHelp: 'Wie viel von der Restaurierung in das Foto gemischt wird.',
  folder: 'Speichern in',
  folderChange: 'Ändern',
  folderDefault: 'Den üblichen nehmen',
  naming: 'Dateiname',
  namingExample: (name) => `Zum Beispiel: ${name}`,
  namingHelp: '{name} und {model} werden eingesetzt.',
  conflict: 'Wenn es die Datei schon gibt',
  format: 'Format',
  start: (count) =>
    count === 0 ? 'Fotos restaurieren' : count === 1 ? '1 Foto restaurieren' : `${count} Fotos restaurieren`,
  total: (time) => `${time} insgesamt`,
  trainedFor: (task) => `Gelernt für: ${task}`,
};
