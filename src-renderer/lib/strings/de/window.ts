import type { Text } from '../en';

export const views: Text['views'] = {
  pair: 'Paar',
  train: 'Lernen',
  restore: 'Anwenden',
  compare: 'Vergleich',
  library: 'Modelle',
  lab: 'Labor',
  settings: 'Optionen',
};
export const titles: Text['titles'] = {
  pair: 'Ein Paar mitbringen',
  train: 'Ein Modell trainieren',
  restore: 'Fotos restaurieren',
  compare: 'Mit den Augen urteilen',
  library: 'Ihre Modelle',
  lab: 'Versuche mit dem eigenen Paar',
  settings: 'Optionen',
};

export const window: Text['window'] = {
  panels: 'Bedienfelder aus- oder einblenden',
  full: 'Vollbild',
  histogram: 'Histogramm',
  histogramOf: (name) => `Histogramm von ${name}`,
  shadows: 'Abgesoffene Schatten: Pixel, bei denen eine Farbe ganz dunkel ist',
  highlights: 'Ausgefressene Lichter: Pixel, bei denen eine Farbe ganz hell ist',
  share: (share) => `${(100 * share).toFixed(1).replace('.', ',')} %`,
  navigation: 'Ansichten',
  theme: 'Farbschema',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  device: 'Rechnet auf',
  deviceUnknown: 'Startet …',
  deviceFailed: 'Läuft nicht',
  linkLost: 'Die Verbindung zu Onepair ist unterbrochen.',
  viewFailed:
    'Diese Ansicht stieß auf einen Fehler und kann nicht gezeigt werden. Was läuft, läuft weiter; die anderen Ansichten gehen.',
  showAgain: 'Noch einmal zeigen',
  missing: (names) =>
    names.length === 1
      ? `„${names[0]}“ liegt nicht mehr da, wo es beim letzten Mal lag. Fügen Sie es wieder hinzu.`
      : `${names.length} Fotos liegen nicht mehr da, wo sie beim letzten Mal lagen: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}. Fügen Sie sie wieder hinzu.`,
  keptInPart: (kept, all) =>
    `Von diesen ${all} Fotos sind beim nächsten Start von Onepair die ersten ${kept} wieder da. Restauriert werden alle.`,
  silent: (names) =>
    names.length === 1
      ? `Der Datenträger von „${names[0]}“ antwortet nicht. Verbinden Sie ihn neu und starten Sie Onepair neu, oder fügen Sie das Foto wieder hinzu.`
      : `Die Datenträger von ${names.length} Fotos antworten nicht: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}. Verbinden Sie sie neu und starten Sie Onepair neu, oder fügen Sie die Fotos wieder hinzu.`,
};

export const jobs: Text['jobs'] = {
  moveHelp: 'Ziehen oder Pfeiltasten: früher oder später ausführen.',
  move: (title: string) => `Früher: ${title}`,
  more: (count: number) => `${count} weitere`,
  region: 'Laufende Arbeiten',
  none: 'Nichts läuft.',
  left: (clock) => `noch ${clock}`,
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  stop: {
    train: 'Beenden und behalten',
    restore: 'Nach diesem Foto beenden',
    study: 'Beenden und behalten',
    evaluate: 'Beenden und behalten',
  },
  cancel: 'Abbrechen',
  progressOf: (title) => `Fortschritt: ${title}`,
  interrupted: (name, epoch, epochs) =>
    `Das Lernen von „${name}“ wurde in Durchgang ${epoch} von ${epochs} unterbrochen.`,
  resumeTraining: 'Fortsetzen',
  discard: 'Verwerfen',
};

export const folders: Text['folders'] = {
  path: 'Pfad des Ordners',
  pathHelp: 'Einen Pfad schreiben und Enter drücken; ~ ist Ihr persönlicher Ordner.',
  places: 'Laufwerke',
  outside: (folder: string) => `${folder} liegt außerhalb Ihres persönlichen Ordners. Darf diese Seite hineinsehen?`,
  visit: 'Hineinsehen',
  stay: 'Zurück zum persönlichen Ordner',
  photosTitle: 'Fotos auf diesem Rechner wählen',
  folderTitle: 'Einen Ordner auf diesem Rechner wählen',
  up: 'Nach oben',
  none: 'Hier sind keine Fotos oder Ordner.',
  useFolder: 'Diesen Ordner nehmen',
  usePhotos: (count) => (count === 1 ? '1 Foto nehmen' : `${count} Fotos nehmen`),
  loading: 'Der Ordner wird gelesen …',
};

export const firstRun: Text['firstRun'] = {
  betterIn: (time: string) => `Das bessere Modell trainieren: ${time}`,
  better: 'Das bessere Modell trainieren',
  bothMethods: 'Jetzt RNN gegen RNN-GAN',
  bothHelp: 'Nacheinander mit der Vorgabe Schnell; dann öffnen sich beide im Vergleich neben dem Original.',
  ownPhoto: 'Jetzt Ihr eigenes Foto',
  ownSoon: 'Was Sie sehen, ist restauriert; der Rest folgt.',
  ownSeen: 'Das war ein erster Blick mit einem kleinen Modell.',
  demoSeen: 'Das waren ein gezeichnetes Bild und ein kleines Modell.',
  next: 'Wie weiter',
  quickHelp:
    'Ein kleines Modell lernt Ihr Paar in einer Minute, dann öffnet sich der Vergleich. Das bessere wird dort angeboten.',
  quick: 'Erster Blick in einer Minute',
  title: 'Neu hier? So geht es, ohne eigenes Foto',
  text: 'Ein Bild wird gezeichnet und unscharf gemacht, ein kleines Modell lernt, das rückgängig zu machen, und Sie vergleichen: in weit unter einer Minute.',
  start: 'Zeig es mir',
};
