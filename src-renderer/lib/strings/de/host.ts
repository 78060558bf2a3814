/**
 * What the host says of jobs, pairs and trainings, by the pattern of its English sentence. What matches none is shown
 * as it came. A test has the real functions say every sentence and finds it translated.
 */
type Pair = readonly [pattern: RegExp, german: string];

const jobs: readonly Pair[] = [
  [/^Waiting$/, 'Wartet'],
  [/^Starting$/, 'Beginnt'],
  [/^Done$/, 'Fertig'],
  [/^Stopped; start it again to go on$/, 'Angehalten; erneut gestartet geht es weiter'],
  [/^Training “(.+)”$/, 'Training „$1“'],
  [/^Restoring “(.+)”$/, '„$1“ wird restauriert'],
  [/^Restoring (\d+) photos$/, '$1 Fotos werden restauriert'],
  [/^Study on “(.+)”$/, 'Untersuchung an „$1“'],
  [/^Study on drawn pictures$/, 'Untersuchung an gezeichneten Bildern'],
  [/^Evaluating a model$/, 'Ein Modell wird gemessen'],
  [/^Evaluating (.+)$/, 'Messung mit $1'],
  [/^Reading the pair$/, 'Das Paar wird gelesen'],
  [/^Reading the pictures$/, 'Die Bilder werden gelesen'],
  [/^Looking at the photos$/, 'Die Fotos werden durchgesehen'],
  [/^Going on from epoch (\d+)$/, 'Weiter ab Durchgang $1'],
  [/^Epoch (\d+) of (\d+)$/, 'Durchgang $1 von $2'],
  [/^Saved as (.+)$/, 'Gesichert als $1'],
  [/^Photo (\d+) of (\d+): (.+)$/, 'Foto $1 von $2: $3'],
  [/^(\d+) of (\d+) photos restored$/, '$1 von $2 Fotos restauriert'],
  [
    /^The disk of (.+) is full: (.+) are needed, (.+) are free\. It goes on when there is room\.$/,
    'Der Datenträger von $1 ist voll: $2 werden gebraucht, $3 sind frei. Es geht weiter, sobald Platz ist.',
  ],
];

const stages: readonly Pair[] = [
  [/^Solving the linear filter$/, 'Der lineare Filter wird berechnet'],
  [/^Training$/, 'Es wird gelernt'],
  [/^Stage 1: the generator alone$/, 'Stufe 1: der Generator allein'],
  [/^Stage 2: against the discriminator$/, 'Stufe 2: gegen den Diskriminator'],
];

const verdicts: readonly Pair[] = [
  [
    /^Super resolution learns from a small photo and a clean one 2 to 4 times larger, but these are the same size: .+$/,
    'Vergrößern lernt aus einem kleinen Foto und einem 2- bis 4-mal so großen sauberen; diese sind gleich groß: Wählen Sie eine andere Aufgabe oder ein anderes Foto.',
  ],
  [
    /^One photo lies on its side \((.+) is (.+), (.+) is (.+)\): turn it, save it and add it again\.$/,
    'Ein Foto liegt auf der Seite ($1: $2, $3: $4): Drehen und sichern Sie es und fügen Sie es wieder hinzu.',
  ],
  [
    /^The degraded photo is the larger one \((.+) is (.+), (.+) is (.+)\): swap the two\.$/,
    'Das verschlechterte Foto ist das größere ($1: $2, $3: $4): Vertauschen Sie die beiden.',
  ],
  [
    /^The photos differ in size \((.+) is (.+), (.+) is (.+)\): align crops both to what they share\.$/,
    'Die Fotos sind verschieden groß ($1: $2, $3: $4): „Ausrichten“ schneidet beide auf das Gemeinsame zu.',
  ],
  [
    /^The photos differ in size \((.+) is (.+), (.+) is (.+)\): export both at the same size\.$/,
    'Die Fotos sind verschieden groß ($1: $2, $3: $4): Exportieren Sie beide in gleicher Größe.',
  ],
  [
    /^The clean photo is (\d) times larger \((.+) is (.+), (.+) is (.+)\): choose super resolution, .+$/,
    'Das saubere Foto ist $1-mal so groß ($2: $3, $4: $5): Wählen Sie „Vergrößern“ oder exportieren Sie beide in gleicher Größe.',
  ],
  [
    /^The clean photo is (\d) times larger: this pair teaches super resolution\.$/,
    'Das saubere Foto ist $1-mal so groß: Dieses Paar lehrt Vergrößern.',
  ],
  [
    /^The clean photo is not quite (\d) times larger \((.+) is (.+), (.+) is (.+)\): align .+$/,
    'Das saubere Foto ist nicht ganz $1-mal so groß ($2: $3, $4: $5): „Ausrichten“ schneidet beide auf das Gemeinsame zu.',
  ],
  [
    /^The clean photo is not quite (\d) times larger \((.+) is (.+), (.+) is (.+)\): export .+$/,
    'Das saubere Foto ist nicht ganz $1-mal so groß ($2: $3, $4: $5): Exportieren Sie beide in gleicher Größe.',
  ],
  [
    /^The region reaches outside the photo \((.+)\): draw it again inside\.$/,
    'Der Ausschnitt ragt aus dem Foto ($1): Ziehen Sie ihn noch einmal im Foto auf.',
  ],
  [
    /^The photo is too small to learn from \((.+)\): not even one patch of (\d+) px fits\. .+$/,
    'Das Foto ist zu klein, um daraus zu lernen ($1): Nicht einmal ein Stück von $2 px passt hinein. Wählen Sie ein größeres.',
  ],
  [
    /^The region is too small to learn from \((.+)\): not even one patch of (\d+) px fits\. .+$/,
    'Der Ausschnitt ist zu klein, um daraus zu lernen ($1): Nicht einmal ein Stück von $2 px passt hinein. Wählen Sie einen größeren.',
  ],
  [
    /^The photo is too small to learn from \((.+)\): (\d+) px a side are needed, (\d+) px advised\.$/,
    'Das Foto ist zu klein, um daraus zu lernen ($1): $2 px je Seite sind nötig, $3 px empfohlen.',
  ],
  [
    /^The region is too small to learn from \((.+)\): (\d+) px a side are needed, (\d+) px advised\.$/,
    'Der Ausschnitt ist zu klein, um daraus zu lernen ($1): $2 px je Seite sind nötig, $3 px empfohlen.',
  ],
  [
    /^The photo is small \((.+)\): (\d+) px a side or more teach better\.$/,
    'Das Foto ist klein ($1): Ab $2 px je Seite wird mehr gelernt.',
  ],
  [
    /^The region is small \((.+)\): (\d+) px a side or more teach better\.$/,
    'Der Ausschnitt ist klein ($1): Ab $2 px je Seite wird mehr gelernt.',
  ],
  [
    /^The degraded photo is grey and the clean one in colour: only brightness can be learned\.$/,
    'Das verschlechterte Foto ist grau, das saubere farbig: Nur Helligkeit kann gelernt werden.',
  ],
  [
    /^The clean photo is grey and the degraded one in colour: only brightness can be learned\.$/,
    'Das saubere Foto ist grau, das verschlechterte farbig: Nur Helligkeit kann gelernt werden.',
  ],
  [
    /^The photos have too little in common to be compared: look whether both show the same scene\.$/,
    'Die Fotos haben zu wenig gemeinsam, um verglichen zu werden: Sehen Sie nach, ob beide dasselbe zeigen.',
  ],
  [/^The photos lie on each other \(to within (.+) px\)\.$/, 'Die Fotos liegen aufeinander (auf $1 px genau).'],
  [
    /^The photos are identical, so there is nothing to learn: choose another degraded or clean photo\.$/,
    'Die Fotos sind gleich, es gibt nichts zu lernen: Wählen Sie ein anderes verschlechtertes oder sauberes Foto.',
  ],
  [
    /^The photos hardly differ \((\d+) dB\): the model will learn next to nothing\.$/,
    'Die Fotos unterscheiden sich kaum ($1 dB): Das Modell wird fast nichts lernen.',
  ],
  [
    /^The clean photo is brighter by (\d+) % of full white, .+$/,
    'Das saubere Foto ist um $1 % von Weiß heller, das Modell wird also auch andere Fotos aufhellen: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
  ],
  [
    /^The clean photo is darker by (\d+) % of full white, .+$/,
    'Das saubere Foto ist um $1 % von Weiß dunkler, das Modell wird also auch andere Fotos abdunkeln: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
  ],
];

const notes: readonly Pair[] = [
  [
    /^The learned filter is not symmetric: patches were not turned\.(.*)$/,
    'Der gelernte Filter ist nicht symmetrisch: Es wurde nicht gespiegelt.$1',
  ],
  [
    /^The learned filter is symmetric: patches were also learned in (\d+) mirrored or turned forms\.(.*)$/,
    'Der gelernte Filter ist symmetrisch: Die Stücke wurden auch in $1 gespiegelten oder gedrehten Fassungen gelernt.$2',
  ],
  [
    /^Colour holds (.+) of what went wrong: all three channels are restored\.$/,
    'In der Farbe stecken $1 des Fehlers: Alle drei Kanäle werden restauriert.',
  ],
  [
    /^Colour holds (.+) of what went wrong: only luminance is restored\.$/,
    'In der Farbe stecken $1 des Fehlers: Nur die Helligkeit wird restauriert.',
  ],
  [/^Stopped by hand after ([\d.]+) epochs\.$/, 'Nach $1 Durchgängen von Hand beendet.'],
  [
    /^Training diverged and was stopped; the last finite weights were kept\. Try a lower learning rate\.$/,
    'Das Training lief auseinander und wurde beendet; die letzten endlichen Gewichte blieben. Versuchen Sie eine kleinere Lernrate.',
  ],
  [
    /^The discriminator won and was stopped; the model is from before\. Try a smaller λ\.$/,
    'Der Diskriminator gewann und wurde angehalten; das Modell ist von davor. Versuchen Sie ein kleineres λ.',
  ],
  [
    /^Preset paper learns from the whole pair: nothing is held out, so there is no validation PSNR\.$/,
    'Die Vorgabe „Aufsatz“ lernt aus dem ganzen Paar: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
  ],
  [
    /^The picture is under (\d+) px high: nothing is held out, so there is no validation PSNR\.$/,
    'Das Bild ist keine $1 px hoch: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
  ],
  [/^Kept from epoch (\d+) of (\d+), chosen by eye\.$/, 'Aus Durchgang $1 von $2, nach Augenmaß gewählt.'],
  [
    /^Under (\d+) px high, nothing is held out: there will be no validation PSNR\.$/,
    'Unter $1 px Höhe wird nichts zurückgehalten: Es wird kein PSNR gemessen.',
  ],
  [/^At least (\d+) × (\d+) px are advised to learn from\.$/, 'Mindestens $1 × $2 px sind zum Lernen empfohlen.'],
  [
    /^This takes long here: fewer epochs or units, or preset fast, are quicker\.$/,
    'Das dauert hier lange: Weniger Durchgänge oder Einheiten oder die Vorgabe „Schnell“ gehen rascher.',
  ],
];

/** Joined of parts: each is translated where it stands. */
const parts: readonly Pair[] = [
  [/ The clean picture is displaced by (.+) px: heeded\./, ' Das saubere Bild ist um $1 px verschoben: beachtet.'],
  [/^The clean photo lies (.+): align crops both\.$/, 'Das saubere Foto liegt $1: „Ausrichten“ schneidet beide zu.'],
  [
    /^The clean photo lies (.+): too little to be cropped away, and restored photos will move by as much\.$/,
    'Das saubere Foto liegt $1: zu wenig zum Wegschneiden; restaurierte Fotos verschieben sich um ebenso viel.',
  ],
  [/(?<=^Das saubere Foto liegt .*)px to the right/, 'px weiter rechts'],
  [/(?<=^Das saubere Foto liegt .*)px to the left/, 'px weiter links'],
  [/(?<=^Das saubere Foto liegt .*)px down/, 'px tiefer'],
  [/(?<=^Das saubere Foto liegt .*)px up/, 'px höher'],
  [/(?<=^Das saubere Foto liegt .*px weiter \w+) and /, ' und '],
];

const WHOLE: readonly Pair[] = [...jobs, ...stages, ...verdicts, ...notes];

/** The sentence in German where its pattern is known, else as it is. */
export function fromHost(sentence: string): string {
  const known = WHOLE.find(([pattern]) => pattern.test(sentence));
  const whole = known ? sentence.replace(known[0], known[1]) : sentence;
  return parts.reduce((said, [pattern, german]) => said.replace(pattern, german), whole);
}
