import type { Sentences } from './sentences';

/** Jobs, and the processes and connections behind them. */
export const jobs: Sentences = {
  Waiting: 'Wartet',
  Starting: 'Beginnt',
  Training: 'Es wird gelernt',
  Done: 'Fertig',
  'Stopped; start it again to go on': 'Angehalten; erneut gestartet geht es weiter',
  'Stopped. Start it again to go on.': 'Angehalten. Erneut gestartet geht es weiter.',
  'Training “{}”': '„{1}“ lernt',
  'Restoring {}': '{1} wird restauriert',
  'Restoring {} photos': '{1} Fotos werden restauriert',
  '“{}”': '„{1}“',
  'Study on “{}”': 'Versuch an „{1}“',
  'Study on drawn pictures': 'Versuch an gezeichneten Bildern',
  'Evaluating {}': 'Messung mit {1}',
  'a model': 'einem Modell',
  'Reading the pair': 'Das Paar wird gelesen',
  'Reading the pictures': 'Die Bilder werden gelesen',
  'Looking at the photos': 'Die Fotos werden durchgesehen',
  'Going on from epoch {}': 'Weiter ab Durchgang {1}',
  'Epoch {} of {}': 'Durchgang {1} von {2}',
  'Saved as {}': 'Gespeichert als {1}',
  'Photo {} of {}: {}': 'Foto {1} von {2}: {3}',
  '{} of {} photos restored': '{1} von {2} Fotos restauriert',
  '{} of {} pictures': '{1} von {2} Bildern',

  'The job ended without a reason.': 'Die Aufgabe endete ohne Angabe eines Grundes.',
  'This job is not known any more.': 'Diese Aufgabe ist nicht mehr bekannt.',
  'This job waits for the one before it and cannot be paused yet.':
    'Diese Aufgabe wartet auf die vorige und kann noch nicht angehalten werden.',
  'This restoring has not begun, or is not known any more.':
    'Dieses Restaurieren hat noch nicht begonnen oder ist nicht mehr bekannt.',
  'There is no report of this restoring: it has not ended.':
    'Zu diesem Restaurieren gibt es noch keinen Bericht: Es ist nicht zu Ende.',
  'There is no result of this evaluation.': 'Zu dieser Messung gibt es kein Ergebnis.',
  'Give a picture to learn from or a model, not both and not neither.':
    'Geben Sie entweder ein Bild zum Lernen oder ein Modell an.',
  'There is neither a picture to learn from nor a model.': 'Es gibt weder ein Bild zum Lernen noch ein Modell.',
  'This unfinished training is not there any more, or runs already.':
    'Dieses unfertige Training gibt es nicht mehr, oder es läuft schon.',
  'There is no unfinished training called "{}".': 'Es gibt kein unfertiges Training „{1}“.',
  'Start a new one.': 'Beginnen Sie ein neues.',
  'The unfinished training "{}" is damaged. Discard it and start a new one.':
    'Das unfertige Training „{1}“ ist beschädigt. Verwerfen Sie es und beginnen Sie ein neues.',
  'Epoch {} of this training is not kept any more. Choose another one.':
    'Durchgang {1} dieses Trainings ist nicht mehr aufgehoben. Wählen Sie einen anderen.',
  'Checkpoints could not be written: {}': 'Zwischenstände konnten nicht geschrieben werden: {1}',
  'the disk refused them.': 'Der Datenträger nimmt sie nicht an.',

  'The disk of {} is full: {} are needed, {} are free.':
    'Der Datenträger von {1} ist voll: {2} werden gebraucht, {3} sind frei.',
  'It goes on when there is room.': 'Es geht weiter, sobald Platz ist.',
  '{} was set aside: {}. Close other programs and retry it.':
    '{1} wurde beiseitegelegt: {2}. Schließen Sie andere Programme und versuchen Sie es noch einmal.',
  'opening or saving it came to no end, twice; perhaps it is damaged, or its disk does not answer':
    'Öffnen oder Speichern kam zweimal zu keinem Ende; vielleicht ist es beschädigt, oder sein Datenträger antwortet nicht',
  'the process that worked on it stopped twice, perhaps for want of memory or over a damaged file':
    'Der Prozess, der daran arbeitete, brach zweimal ab, vielleicht aus Speichermangel oder an einer beschädigten Datei',

  'The calculating process stopped unexpectedly, perhaps for want of memory. Close other programs, then try again.':
    'Der rechnende Prozess brach unerwartet ab, vielleicht aus Speichermangel. Schließen Sie andere Programme und versuchen Sie es noch einmal.',
  'The photo process stopped unexpectedly, perhaps over a damaged photo. Leave that photo out, then try again.':
    'Der Prozess für Fotos brach unerwartet ab, vielleicht an einem beschädigten Foto. Lassen Sie es weg und versuchen Sie es noch einmal.',
  'The calculating process stopped {} times in a row. Start Onepair again.':
    'Der rechnende Prozess brach {1}-mal hintereinander ab. Starten Sie Onepair neu.',
  'The photo process stopped {} times in a row. Start Onepair again.':
    'Der Prozess für Fotos brach {1}-mal hintereinander ab. Starten Sie Onepair neu.',
  'The calculating process runs.': 'Der rechnende Prozess läuft.',
  'The calculating process was ended.': 'Der rechnende Prozess wurde beendet.',
  'Onepair is closing.': 'Onepair wird beendet.',
  'Onepair cannot be reached. If it was closed, start it again and use the window that opens.':
    'Onepair ist nicht erreichbar. Falls es beendet wurde, starten Sie es neu und nutzen Sie das Fenster, das sich öffnet.',
  'This page is not connected to Onepair: a link works once. Open the file that Onepair names where it was started.':
    'Diese Seite ist nicht mit Onepair verbunden: Ein Link gilt nur einmal. Öffnen Sie die Datei, die Onepair dort nennt, wo es gestartet wurde.',
  'This page is not (or no longer) connected to Onepair. Open it again from the link file or the terminal.':
    'Diese Seite ist nicht (mehr) mit Onepair verbunden. Öffnen Sie sie noch einmal aus der Link-Datei oder dem Terminal.',
  'Too much was asked at once. Wait a moment, then try again.':
    'Das war zu viel auf einmal. Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
  'This is too much for one message.': 'Das ist zu viel für eine Nachricht.',
  'Only the window of Onepair may ask this.': 'Das darf nur das Fenster von Onepair verlangen.',
  'A part of a picture is named by x, y, width and height together.':
    'Ein Teil eines Bildes braucht x, y, Breite und Höhe zusammen.',
  'The answer was refused ({}).': 'Die Antwort wurde verweigert ({1}).',
  'A browser page has no system dialogs. Choose from the list instead.':
    'Eine Seite im Browser hat keine Dialoge des Systems. Wählen Sie aus der Liste.',
  'Folders are chosen in the dialog of the system here.': 'Ordner werden hier im Dialog des Systems gewählt.',
};
