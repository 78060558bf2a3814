import type { Text } from '../en';
import { methodCards } from '../method-cards';

type Said =
  'app' | 'degraded' | 'clean' | 'forSide' | 'restoredNow' | 'cancel' | 'dismiss' | 'about' | 'underOneSecond';
type Commonly = { [K in Said]: Text[K] };

export const tasks: Text['tasks'] = {
  deblur: 'Schärfen',
  sr: 'Vergrößern',
  denoise: 'Entrauschen',
  custom: 'Eigenes Paar',
};

export const { methods, presets } = methodCards('de', { best: 'Bestes', fast: 'Schnell', paper: 'Artikel' });

export const ingredients: Text['ingredients'] = {
  residual: { name: 'Den Unterschied lernen', text: 'Das Netz lernt, was zum verschlechterten Foto hinzukommt.' },
  'linear-start': { name: 'Beim linearen Filter beginnen', text: 'Das Netz lernt nur, was der Filter übrig lässt.' },
  'filtered-input': {
    name: 'Das gefilterte Foto lesen',
    text: 'Das Netz sieht, was der Filter macht, mit seinem Rauschen: glatte Flächen bleiben glatt.',
  },
  'weighted-overlap': {
    name: 'Überlappungen gewichten',
    text: 'Die sichersten Stellen jedes Stücks zählen mehr.',
  },
  augmentation: {
    name: 'Gespiegelte Stücke',
    text: 'Stücke werden auch gespiegelt und gedreht gelernt, wo das Paar es erlaubt.',
  },
  muon: {
    name: 'Muon',
    text: 'Verdeckte Schichten gehen in alle Richtungen gleich weit (orthogonalisiertes Moment): besser bei kurzem Training.',
  },
  'weight-average': { name: 'Gewichte mitteln', text: 'Das Modell ist das Mittel seiner letzten Schritte: ruhiger.' },
  'self-ensemble': {
    name: 'Beim Anwenden spiegeln',
    text: 'Bis zu vier gedrehte Fassungen werden restauriert und gemittelt: besser, aber langsamer.',
  },
  'crisp-dial': {
    name: 'Treu und scharf',
    text: 'Behält das Modell beider Stufen: ein Regler mischt sie beim Restaurieren.',
  },
  'gradient-gain': {
    name: 'Verstärken, bis Kanten stimmen',
    text: 'Nirgends voreingestellt. Was restauriert wird, wird verstärkt, bis Kanten und Strukturen so kräftig sind wie im sauberen Foto.',
  },
  'match-tone': {
    name: 'Erst Belichtung angleichen',
    text: 'Ein kleiner Unterschied der beiden Fotos in Helligkeit oder Farbe gilt als Zufall und wird nicht gelernt.',
  },
  'joint-colour': {
    name: 'Farben gemeinsam',
    text: 'Rot, Grün und Blau werden gemeinsam restauriert, damit sich Farbrauschen von Farbe unterscheiden lässt. Nur für ganze Kacheln und alle Farben.',
  },
  'drawn-alike': {
    name: 'Mehr ebenso verschlechterte Bilder',
    text: 'Unschärfe, Rauschen und Kompression werden am Paar gemessen, und auch an anderen Bildern mit denselben Fehlern wird gelernt.',
  },
};

export const modes: Text['modes'] = {
  patch2patch: 'Ganze Stücke',
  patch2pixel: 'Ein Pixel je Stück',
  picture: 'Ganze Kacheln',
};
export const losses: Text['losses'] = { l2: 'Quadratischer Fehler', l1: 'Absoluter Fehler' };
export const channels: Text['channels'] = {
  auto: 'Wie das Paar es braucht',
  luminance: 'Nur Helligkeit',
  all: 'Alle Farben',
};
export const levels: Text['levels'] = { good: 'Gut', caution: 'Hinweis', stop: 'Halt' };
export const states: Text['states'] = {
  queued: 'Wartet',
  running: 'Läuft',
  paused: 'Angehalten',
  done: 'Fertig',
  failed: 'Fehlgeschlagen',
  cancelled: 'Abgebrochen',
  interrupted: 'Unterbrochen',
};
export const conflicts: Text['conflicts'] = {
  rename: 'Eine Zahl anhängen',
  skip: 'Das Foto auslassen',
  overwrite: 'Die Datei ersetzen',
};
export const formats: Text['formats'] = {
  same: 'Wie das Foto',
  jpeg: 'JPEG',
  png: 'PNG',
  tiff: 'TIFF',
  webp: 'WebP',
  avif: 'AVIF',
  jxl: 'JPEG XL',
};

export const common: Commonly = {
  app: 'Onepair',
  degraded: 'Verschlechtert',
  clean: 'Sauber',
  forSide: (verb, side) => `${verb}: ${side}`,
  restoredNow: 'Restauriert',
  cancel: 'Abbrechen',
  dismiss: 'Schließen',
  about: (time) => `etwa ${time}`,
  underOneSecond: 'unter 1 s',
};

export const numbers: Text['numbers'] = {
  range: (least, most) => `${least}–${most}`,
  above: (typed, most) => `${typed} ist zu groß: Höchstens ${most} geht.`,
  below: (typed, least) => `${typed} ist zu klein: Mindestens ${least} geht.`,
  between: (typed, used) => `${typed} passt nicht: ${used} ist der nächste Wert, der passt.`,
  none: (used) => `Das war keine Zahl: ${used} bleibt.`,
};
