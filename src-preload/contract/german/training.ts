import type { Sentences } from './sentences';

/** What a training says while it runs and on the card of its model, and why it may not run. */
export const training: Sentences = {
  'Solving the linear filter': 'Der lineare Filter wird berechnet',
  'Stage 1: the generator alone': 'Stufe 1: der Generator allein',
  'Stage 2: against the discriminator': 'Stufe 2: gegen den Diskriminator',
  'The learned filter is not symmetric: patches were not turned.':
    'Der gelernte Filter ist nicht symmetrisch: Es wurde nicht gespiegelt.',
  'The learned filter is symmetric: patches were also learned in one mirrored or turned form.':
    'Der gelernte Filter ist symmetrisch: Die Stücke wurden auch in einer gespiegelten oder gedrehten Fassung gelernt.',
  'The learned filter is symmetric: patches were also learned in {} mirrored or turned forms.':
    'Der gelernte Filter ist symmetrisch: Die Stücke wurden auch in {1} gespiegelten oder gedrehten Fassungen gelernt.',
  'What the model changes is amplified {} times: gradients are then distributed most like those of the clean picture.':
    'Was das Modell ändert, wird {1}-fach verstärkt: Kanten sind dann am ehesten so verteilt wie im sauberen Bild.',
  'The clean picture is displaced by {}, {} px: heeded.': 'Das saubere Bild ist um {1}, {2} px verschoben: beachtet.',
  'The photos differ in exposure by {} of 255 levels: that is learned, too.':
    'Die Fotos unterscheiden sich in der Belichtung um {1} von 255 Stufen: Auch das wird gelernt.',
  'The photos differ in exposure by {} of 255 levels: taken for chance and matched, not learned.':
    'Die Fotos unterscheiden sich in der Belichtung um {1} von 255 Stufen: Das gilt als Zufall und wurde angeglichen, nicht gelernt.',
  'The model does not beat doing nothing on the held-out rows ({} dB against {} dB): it may make other photos worse.':
    'Auf den zurückgehaltenen Zeilen ist das Modell nicht besser als nichts zu tun ({1} dB gegen {2} dB): Es könnte andere Fotos verschlechtern.',
  'The linear filter alone does better on the held-out rows ({} dB against {} dB): try method linear.':
    'Der lineare Filter allein ist auf den zurückgehaltenen Zeilen besser ({1} dB gegen {2} dB): Versuchen Sie das Verfahren linear.',
  'Colour holds {} of what went wrong: all three channels are restored.':
    'In der Farbe stecken {1} des Fehlers: Alle drei Kanäle werden restauriert.',
  'Colour holds {} of what went wrong: only luminance is restored.':
    'In der Farbe stecken {1} des Fehlers: Nur die Helligkeit wird restauriert.',
  'Stopped by hand after {} epochs.': 'Nach {1} Durchgängen von Hand beendet.',
  'Training diverged and was stopped; the last finite weights were kept. Try a lower learning rate.':
    'Das Training lief auseinander und wurde beendet; die letzten endlichen Gewichte blieben. Versuchen Sie eine kleinere Lernrate.',
  'Training diverged at once: choose a lower learning rate.':
    'Das Training lief sofort auseinander: Wählen Sie eine kleinere Lernrate.',
  'Training was stopped before anything was learned.': 'Das Training wurde beendet, bevor etwas gelernt war.',
  'The discriminator won and was stopped; the model is from before. Try a smaller λ.':
    'Der Diskriminator gewann und wurde angehalten; das Modell ist von davor. Versuchen Sie ein kleineres λ.',
  'Preset paper learns from the whole pair: nothing is held out, so there is no validation PSNR.':
    'Die Vorgabe „Aufsatz“ lernt aus dem ganzen Paar: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
  'The picture is under {} px high: nothing is held out, so there is no validation PSNR.':
    'Das Bild ist keine {1} px hoch: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
  'Kept from epoch {} of {}, chosen by eye.': 'Aus Durchgang {1} von {2}, nach Augenmaß gewählt.',
  'Under {} px high, nothing is held out: there will be no validation PSNR.':
    'Unter {1} px Höhe wird nichts zurückgehalten: Es wird kein PSNR gemessen.',
  'At least {} × {} px are advised to learn from.': 'Mindestens {1} × {2} px sind zum Lernen empfohlen.',
  'This takes long here: fewer epochs or units, or preset fast, are quicker.':
    'Das dauert hier lange: Weniger Durchgänge oder Einheiten oder die Vorgabe „Schnell“ gehen rascher.',
  '{} cannot be trained on this runtime: it has no gradients of convolutions. Choose rnn or linear, or run "npm run setup" for native TensorFlow.':
    '{1} kann hier nicht trainiert werden: Der Laufzeit fehlen die Gradienten von Faltungen. Wählen Sie RNN oder den linearen Filter, oder führen Sie „npm run setup“ für das native TensorFlow aus.',
  'The stored random state is damaged: start the training anew.':
    'Der aufgehobene Zufallszustand ist beschädigt: Beginnen Sie das Training neu.',
  'A patch of {} px does not fit into {} px.': 'Ein Stück von {1} px passt nicht in {2} px.',
  'The stride is {}; it has to be from 1 to the patch size, {}.':
    'Die Schrittweite ist {1}; sie muss von 1 bis zur Größe der Stücke, {2}, reichen.',
  'A patch2pixel model restores every pixel by itself: stride 1, not {}.':
    'Ein Modell der Art patch2pixel restauriert jedes Pixel für sich: Schrittweite 1, nicht {1}.',
  'The setting {} is {}, {}.': 'Die Einstellung {1} ist {2}, {3}.',
  'expected {}': 'erwartet ist {1}',
  'The setting {} cannot be {}.': 'Die Einstellung {1} kann nicht {2} sein.',
  'mode: {} has no mode {}, only {}.': 'Art: {1} kennt {2} nicht, nur {3}.',
  'patch: a convolutional discriminator needs patches of {} px, not {}.':
    'Stückgröße: ein faltender Diskriminator braucht Stücke von {1} px, nicht {2}.',
  'Stage 2 needs {} px each way to learn from, and there are {}. Choose smaller patches or a larger region.':
    'Stufe 2 braucht {1} px in jeder Richtung, um daraus zu lernen, und es sind {2}. Wähle kleinere Stücke oder einen größeren Ausschnitt.',
  'The model “{}” has no crisp end: it was trained in one stage. Restore with it as it is, or train a GAN.':
    'Das Modell „{1}“ hat kein scharfes Ende: Es wurde in einer Stufe trainiert. Wende es an, wie es ist, oder trainiere ein GAN.',
  'patch: whole tiles are learned from crops of 48 or 96 px, not {}.':
    'Stücke: Ganze Kacheln werden aus Ausschnitten von 48 oder 96 px gelernt, nicht {1}.',
};
