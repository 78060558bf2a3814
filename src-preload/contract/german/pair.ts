import type { Sentences } from './sentences';

/** Verdicts of the pair check, and what a pair cannot do. */
export const pair: Sentences = {
  'Super resolution learns from a small photo and a clean one 2 to 4 times larger, but these are the same size: choose another task or another photo.':
    'Vergrößern lernt aus einem kleinen Foto und einem 2- bis 4-mal so großen sauberen; diese sind gleich groß: Wählen Sie eine andere Aufgabe oder ein anderes Foto.',
  'One photo lies on its side ({} is {}, {} is {}): turn it, save it and add it again.':
    'Ein Foto liegt auf der Seite ({1}: {2}, {3}: {4}): Drehen und speichern Sie es und fügen Sie es wieder hinzu.',
  'The degraded photo is the larger one ({} is {}, {} is {}): swap the two.':
    'Das verschlechterte Foto ist das größere ({1}: {2}, {3}: {4}): Vertauschen Sie die beiden.',
  'The photos differ in size ({} is {}, {} is {}): {}.': 'Die Fotos sind verschieden groß ({1}: {2}, {3}: {4}): {5}.',
  'align crops both to what they share': '„Ausrichten“ schneidet beide auf das Gemeinsame zu',
  'export both at the same size': 'Exportieren Sie beide in gleicher Größe',
  'The clean photo is {} times larger ({} is {}, {} is {}): choose super resolution, or export both at the same size.':
    'Das saubere Foto ist {1}-mal so groß ({2}: {3}, {4}: {5}): Wählen Sie „Vergrößern“ oder exportieren Sie beide in gleicher Größe.',
  'The clean photo is {} times larger: this pair teaches super resolution.':
    'Das saubere Foto ist {1}-mal so groß: Dieses Paar lehrt Vergrößern.',
  'The clean photo is not quite {} times larger ({} is {}, {} is {}): {}.':
    'Das saubere Foto ist nicht ganz {1}-mal so groß ({2}: {3}, {4}: {5}): {6}.',
  'The region reaches outside the photo ({}): draw it again inside.':
    'Der Ausschnitt ragt aus dem Foto ({1}): Ziehen Sie ihn noch einmal im Foto auf.',
  'The photo is too small to learn from ({}): not even one patch of {} px fits. Choose a larger photo.':
    'Das Foto ist zu klein, um daraus zu lernen ({1}): Nicht einmal ein Stück von {2} px passt hinein. Wählen Sie ein größeres.',
  'The region is too small to learn from ({}): not even one patch of {} px fits. Choose a larger region.':
    'Der Ausschnitt ist zu klein, um daraus zu lernen ({1}): Nicht einmal ein Stück von {2} px passt hinein. Wählen Sie einen größeren.',
  'The photo is too small to learn from ({}): {} px a side are needed, {} px advised.':
    'Das Foto ist zu klein, um daraus zu lernen ({1}): {2} px je Seite sind nötig, {3} px empfohlen.',
  'The region is too small to learn from ({}): {} px a side are needed, {} px advised.':
    'Der Ausschnitt ist zu klein, um daraus zu lernen ({1}): {2} px je Seite sind nötig, {3} px empfohlen.',
  'The photo is small ({}): {} px a side or more teach better.':
    'Das Foto ist klein ({1}): Ab {2} px je Seite wird mehr gelernt.',
  'The region is small ({}): {} px a side or more teach better.':
    'Der Ausschnitt ist klein ({1}): Ab {2} px je Seite wird mehr gelernt.',
  'The degraded photo is grey and the clean one in colour: only brightness can be learned.':
    'Das verschlechterte Foto ist grau, das saubere farbig: Nur Helligkeit kann gelernt werden.',
  'The clean photo is grey and the degraded one in colour: only brightness can be learned.':
    'Das saubere Foto ist grau, das verschlechterte farbig: Nur Helligkeit kann gelernt werden.',
  'The photos have too little in common to be compared: look whether both show the same scene.':
    'Die Fotos haben zu wenig gemeinsam, um verglichen zu werden: Sehen Sie nach, ob beide dasselbe zeigen.',
  'The photos lie on each other (to within {} px).': 'Die Fotos liegen aufeinander (auf {1} px genau).',
  'The clean photo lies {}: align crops both.': 'Das saubere Foto liegt {1}: „Ausrichten“ schneidet beide zu.',
  'The clean photo lies {}: too little to be cropped away, and restored photos will move by as much.':
    'Das saubere Foto liegt {1}: zu wenig zum Wegschneiden; restaurierte Fotos verschieben sich um ebenso viel.',
  '{} px to the {}': '{1} px weiter {2}',
  '{} px up': '{1} px höher',
  '{} px down': '{1} px tiefer',
  '{} px to the {} and {}': '{1} px weiter {2} und {3}',
  right: 'rechts',
  left: 'links',
  'The photos are identical, so there is nothing to learn: choose another degraded or clean photo.':
    'Die Fotos sind gleich, es gibt nichts zu lernen: Wählen Sie ein anderes verschlechtertes oder sauberes Foto.',
  'The photos hardly differ ({} dB): the model will learn next to nothing.':
    'Die Fotos unterscheiden sich kaum ({1} dB): Das Modell wird fast nichts lernen.',
  'The clean photo is brighter by {} % of full white, so the model will brighten other photos too: match the exposure first if you do not want that.':
    'Das saubere Foto ist um {1} % von Weiß heller, das Modell wird also auch andere Fotos aufhellen: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
  'The clean photo is darker by {} % of full white, so the model will darken other photos too: match the exposure first if you do not want that.':
    'Das saubere Foto ist um {1} % von Weiß dunkler, das Modell wird also auch andere Fotos abdunkeln: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
  'No crop would bring these two photos closer together: use them as they are, or align them in an editor.':
    'Kein Zuschnitt brächte diese beiden Fotos näher zusammen: Nehmen Sie sie, wie sie sind, oder richten Sie sie in einem Bildprogramm aus.',
  'The degraded picture is {}, the clean one {}: both have to show the same frame at a scale of {}.':
    'Das verschlechterte Bild hat {1}, das saubere {2}: Beide müssen im Maßstab {3} denselben Ausschnitt zeigen.',
  'The degraded picture is {}, the clean one {}: both have to show the same frame at the same size. Crop or export them alike.':
    'Das verschlechterte Bild hat {1}, das saubere {2}: Beide müssen denselben Ausschnitt in gleicher Größe zeigen. Schneiden oder exportieren Sie sie gleich.',
  'The region reaches beyond the picture of {}: choose it inside.':
    'Der Ausschnitt ragt aus dem Bild von {1}: Wählen Sie ihn im Bild.',
  '{} is too small to learn from: at least {} px each way are needed.':
    '{1} sind zu klein, um daraus zu lernen: Mindestens {2} px in beide Richtungen sind nötig.',
  'The region {} × {} px at ({}, {}) reaches outside the picture of {} × {} px: choose one inside it.':
    'Der Ausschnitt von {1} × {2} px bei ({3}, {4}) ragt aus dem Bild von {5} × {6} px: Wählen Sie einen im Bild.',
  'To degrade a photo, choose one of the tasks deblur, sr and denoise.':
    'Zum Verschlechtern eines Fotos wählen Sie Schärfen, Vergrößern oder Entrauschen.',
  'The scale must be a whole number from {} to {}, not {}.': 'Der Maßstab muss ganz sein, von {1} bis {2}, nicht {3}.',
  'A photo of {} × {} px is too small for scale {}.': 'Ein Foto von {1} × {2} px ist zu klein für den Maßstab {3}.',
  'The noise must be 0 or more, not {}.': 'Das Rauschen muss 0 oder mehr sein, nicht {1}.',
  'The blur must be 0 or more, not {}.': 'Die Unschärfe muss 0 oder mehr sein, nicht {1}.',
  "The picture's size must be 1 px or more, not {}.": 'Das Bild muss 1 px oder mehr messen, nicht {1}.',
  'The seed must be a whole number, not {}.': 'Der Startwert muss eine ganze Zahl sein, nicht {1}.',
};
