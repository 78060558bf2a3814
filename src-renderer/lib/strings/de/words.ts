import type { Text } from '../en';

type Said =
  'app' | 'degraded' | 'clean' | 'forSide' | 'restoredNow' | 'cancel' | 'dismiss' | 'about' | 'underOneSecond';
type Commonly = { [K in Said]: Text[K] };

export const tasks: Text['tasks'] = {
  deblur: 'Schärfen',
  sr: 'Vergrößern',
  denoise: 'Entrauschen',
  custom: 'Eigenes Paar',
};

export const methods: Text['methods'] = {
  linear: {
    name: 'Linearer Filter',
    text: 'Ein einziger bester Filter, auf einmal berechnet. In etwa einer Sekunde fertig und für diese Zeit schwer zu schlagen.',
  },
  rnn: {
    name: 'RNN',
    text: 'Ein kleines Netz, das Bildstücke Zeile für Zeile liest. Lernt, was kein Filter kann; braucht länger.',
  },
  'rnn-gan': {
    name: 'RNN-GAN',
    text: 'Das RNN, dann belehrt von einem zweiten Netz, das Echtes von Restauriertem trennt: knackiger, weniger genau.',
  },
  'unet-gan': {
    name: 'UNET-GAN',
    text: 'Faltungen, die mehr vom Bild auf einmal sehen. Hier die beste Qualität und schnell bei ganzen Fotos.',
  },
  'non-local': {
    name: 'Nichtlokaler Filter',
    text: 'Ähnliche Stellen eines Fotos werden gemeinsam gereinigt, nach dem Rauschen, das das Paar zeigt. Für das Rauschen echter Kameras; langsam bei ganzen Fotos.',
  },
};

export const presets: Text['presets'] = {
  linear: {
    best: { name: 'Bestes', text: 'Ein breiter Filter von 15 × 15 Pixeln.' },
    fast: { name: 'Schnell', text: 'Ein Filter von 11 × 11 Pixeln, für sehr große Bilder.' },
    paper: { name: 'Artikel', text: 'Ein Filter so klein wie die Stücke des Artikels: 9 × 9 Pixel.' },
  },
  rnn: {
    best: { name: 'Bestes', text: 'Das Netz des Artikels mit allem, was sich als hilfreich erwies.' },
    fast: { name: 'Schnell', text: 'Ein kleines Netz, wenige Durchgänge: ein erster Blick.' },
    paper: { name: 'Artikel', text: 'Genau die veröffentlichten Werte, um den Artikel nachzuprüfen.' },
  },
  'rnn-gan': {
    best: { name: 'Bestes', text: 'Das beste RNN, in einer kurzen zweiten Stufe geschärft.' },
    fast: { name: 'Schnell', text: 'Ein kleines Netz und wenige Durchgänge je Stufe: ein erster Blick.' },
    paper: { name: 'Artikel', text: 'Genau die veröffentlichten zwei Stufen, um den Artikel nachzuprüfen.' },
  },
  'unet-gan': {
    best: { name: 'Bestes', text: 'Ein breites U-Net auf großen Ausschnitten, mit allem, was half.' },
    fast: { name: 'Schnell', text: 'Ein schmales U-Net: ein gutes Modell in Sekunden, ganze Fotos in Sekunden.' },
    paper: { name: 'Artikel', text: 'Das veröffentlichte U-Net auf Stücken von 16 × 16, um den Artikel nachzuprüfen.' },
  },
  'non-local': {
    best: { name: 'Bestes', text: 'Sechzehn ähnliche Stellen gemeinsam.' },
    fast: { name: 'Schnell', text: 'Acht ähnliche Stellen gemeinsam: die halbe Zeit.' },
    paper: { name: 'Artikel', text: 'Dasselbe wie Bestes: Der Artikel kennt kein solches Verfahren.' },
  },
};

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
  'weight-average': { name: 'Gewichte mitteln', text: 'Das Modell ist das Mittel seiner letzten Schritte: ruhiger.' },
  'self-ensemble': {
    name: 'Beim Anwenden spiegeln',
    text: 'Acht Fassungen werden restauriert und gemittelt: besser, achtmal langsamer.',
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
