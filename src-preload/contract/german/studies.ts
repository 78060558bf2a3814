import type { Sentences } from './sentences';

/** What the Lab's studies say: titles, axes, columns, steps and notes. */
export const studies: Sentences = {
  'Another blur than in training': 'Andere Unschärfe als beim Lernen',
  'Trained on blur σs = 2, each model restores pictures of other blur σt. By the theory, what it makes of a sharper picture is what it makes of its own blur, sharpened by √(σs² − σt²) (paper, Sec. 6).':
    'Gelernt an der Unschärfe σs = 2, restauriert jedes Modell Bilder anderer Unschärfe σt. Der Theorie nach macht es aus einem schärferen Bild dasselbe wie aus seiner eigenen Unschärfe, geschärft um √(σs² − σt²) (Aufsatz, Abschnitt 6).',
  'PSNR against the blur of the picture': 'PSNR je nach Unschärfe des Bildes',
  'blur σt of the picture (px)': 'Unschärfe σt des Bildes (px)',
  'Does f̂t, blurred with √{}, equal f̂s? PSNR between them in dB':
    'Gleicht f̂t, um √{1} weichgezeichnet, f̂s? PSNR zwischen beiden in dB',
  'f̂s and f̂t blurred': 'f̂s und f̂t weichgezeichnet',
  'f̂s and f̂t as they are': 'f̂s und f̂t, wie sie sind',
  'Trained at σs = {} px. f̂s is what becomes of blur 2, f̂t of blur {}.':
    'Gelernt bei σs = {1} px. f̂s wird aus der Unschärfe 2, f̂t aus der Unschärfe {2}.',
  'One column of the picture, restored by {}': 'Eine Spalte des Bildes, restauriert von {1}',
  'row (px)': 'Zeile (px)',
  'luminance (grey levels)': 'Helligkeit (Graustufen)',
  'f̂t blurred with √3': 'f̂t, um √3 weichgezeichnet',
  clean: 'sauber',
  degraded: 'verschlechtert',
  method: 'Verfahren',
  picture: 'Bild',
  steps: 'Schritte',
  chessboard: 'Schachbrett',
  'dead leaves': 'gezeichnete Blätter',
  photo: 'Foto',
  '{}: training and {} blurs': '{1}: Lernen und {2} Unschärfen',

  'Stronger noise than in training': 'Mehr Rauschen als beim Lernen',
  'Each model is trained once and restores pictures with more and more noise (paper, Fig. 7).':
    'Jedes Modell lernt einmal und restauriert Bilder mit immer mehr Rauschen (Aufsatz, Abb. 7).',
  'noise added to the degraded photo (grey levels)': 'zum verschlechterten Foto hinzugefügtes Rauschen (Graustufen)',
  'noise σ of the picture (grey levels)': 'Rauschen σ des Bildes (Graustufen)',
  'PSNR against noise': 'PSNR je nach Rauschen',
  'Trained on the photo as it is.': 'Gelernt am Foto, wie es ist.',
  'Trained at σ = {} grey levels.': 'Gelernt bei σ = {1} Graustufen.',
  '{}: training and {} levels of noise': '{1}: Lernen und {2} Stufen des Rauschens',

  'How much picture it takes': 'Wie viel Bild es braucht',
  'Trained on ever larger squares of the picture until the training error is the same everywhere, then measured on other pictures (paper, Fig. 8).':
    'Gelernt an immer größeren Quadraten des Bildes, bis der Lernfehler überall gleich ist, dann an anderen Bildern gemessen (Aufsatz, Abb. 8).',
  'training error': 'Lernfehler',
  'error on other pictures': 'Fehler auf anderen Bildern',
  '{}, training error': '{1}, Lernfehler',
  '{}, error on other pictures': '{1}, Fehler auf anderen Bildern',
  'Error against the number of training patches': 'Fehler je nach Zahl der gelernten Stücke',
  'training patches m': 'gelernte Stücke m',
  'mean squared error (pixels in [0,1])': 'mittlerer quadratischer Fehler (Pixel in [0,1])',
  'Errors (pixels in [0,1])': 'Fehler (Pixel in [0,1])',
  'square (px)': 'Quadrat (px)',
  'patches m': 'Stücke m',
  "Training ends at Δ = {}, half the degraded picture's own error, or with the steps of a whole training.":
    'Das Lernen endet bei Δ = {1}, dem halben Fehler des verschlechterten Bildes, oder mit den Schritten eines ganzen Trainings.',
  "Training ends at Δ = {}, half the degraded picture's own error, or with the steps of a whole training, as it did for {} of {} squares.":
    'Das Lernen endet bei Δ = {1}, dem halben Fehler des verschlechterten Bildes, oder mit den Schritten eines ganzen Trainings, so bei {2} von {3} Quadraten.',
  'The plain cell of the paper: no linear start, no flips, no averaged weights.':
    'Die schlichte Zelle des Aufsatzes: kein linearer Anfang, keine Spiegelungen, keine gemittelten Gewichte.',
  '{} learns from {} × {} px': '{1} lernt aus {2} × {3} px',

  'What makes a picture to learn from': 'Was ein gutes Bild zum Lernen ist',
  'The same training on a chessboard, on drawn dead leaves and on a photo, measured on other pictures (paper, Fig. 9).':
    'Dasselbe Lernen an einem Schachbrett, an gezeichneten Blättern und an einem Foto, an anderen Bildern gemessen (Aufsatz, Abb. 9).',
  'PSNR on pictures that were not learned from': 'PSNR auf Bildern, aus denen nicht gelernt wurde',
  'learned from': 'gelernt aus',
  'The chessboard has fields of {} px.': 'Die Felder des Schachbretts messen {1} px.',
  '{} learns from {}': '{1} lernt aus {2}',

  'Methods side by side': 'Verfahren nebeneinander',
  'Each method learns from the same pair and is measured on the same pictures (paper, Tables 1 and 2).':
    'Jedes Verfahren lernt aus demselben Paar und wird an denselben Bildern gemessen (Aufsatz, Tabellen 1 und 2).',
  'PSNR of each picture': 'PSNR jedes Bildes',
  'PSNR in dB': 'PSNR in dB',
  'PSNR (dB)': 'PSNR (dB)',
  'Means over the pictures': 'Mittel über die Bilder',
  'gradient distance (grey levels)': 'Abstand der Gradienten (Graustufen)',
  'training (s)': 'Lernen (s)',
  'restoring a picture (s)': 'Restaurieren eines Bildes (s)',
  '{}: training and {} pictures': '{1}: Lernen und {2} Bilder',

  'How sparse the latent code is': 'Wie viel vom inneren Code schweigt',
  'How many hidden units are active while patches of other pictures are read (paper, Sec. 3 and 4).':
    'Wie viele verdeckte Einheiten aktiv sind, während Stücke anderer Bilder gelesen werden (Aufsatz, Abschnitte 3 und 4).',
  'Active units in a row of a patch': 'Aktive Einheiten in einer Zeile eines Stücks',
  'active units (%)': 'aktive Einheiten (%)',
  'rows of patches (%)': 'Zeilen von Stücken (%)',
  'Zero activations at each row of a patch': 'Aktivierungen von null in jeder Zeile eines Stücks',
  'row t of the patch': 'Zeile t des Stücks',
  'zero activations (%)': 'Aktivierungen von null (%)',
  'The latent code': 'Der innere Code',
  'hidden units': 'verdeckte Einheiten',
  'units that are never active (%)': 'Einheiten, die nie aktiv sind (%)',
  '{}: training and its activations': '{1}: Lernen und seine Aktivierungen',
  'The method {} has no latent code: choose one with a recurrent cell.':
    'Das Verfahren {1} hat keinen inneren Code: Wählen Sie eines mit rekurrenter Zelle.',

  'The picture is small: it is measured on what taught it.':
    'Das Bild ist klein: Es wird an dem gemessen, woraus gelernt wurde.',
  'Learned from the upper part of the picture, measured on the lower, which training never sees.':
    'Gelernt aus dem oberen Teil des Bildes, gemessen am unteren, den das Lernen nie sieht.',
  'The clean pictures were degraded anew, as for deblurring: this study has to know how.':
    'Die sauberen Bilder wurden neu verschlechtert, wie zum Schärfen: Dieser Versuch muss wissen, wie.',
  'drawn picture {}': 'gezeichnetes Bild {1}',
  '{}, upper part': '{1}, oberer Teil',
  '{}, lower part': '{1}, unterer Teil',
  'A real pair is measured on itself: leave the other photos out, or the degraded one.':
    'Ein wirkliches Paar wird an sich selbst gemessen: Lassen Sie die anderen Fotos weg oder das verschlechterte.',
  'A study needs both photos at one size: give the clean one alone.':
    'Ein Versuch braucht beide Fotos in gleicher Größe: Geben Sie nur das saubere an.',
  'There is no study "{}".': 'Es gibt keinen Versuch „{1}“.',
};
