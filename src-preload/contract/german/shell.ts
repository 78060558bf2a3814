import type { Sentences } from './sentences';

/** What the window's shell says outside the page: its menu, its dialogs, its question before closing. */
export const shell: Sentences = {
  File: 'Datei',
  View: 'Ansicht',
  'What Onepair runs on…': 'Worauf Onepair läuft …',
  'The runtime did not answer.': 'Die Laufzeit antwortet nicht.',
  'TensorFlow {}, TensorFlow.js {}, {} threads': 'TensorFlow {1}, TensorFlow.js {2}, {3} Threads',
  Photos: 'Fotos',
  'Onepair models': 'Modelle von Onepair',
  'All files': 'Alle Dateien',
  'Keep running': 'Weiterlaufen lassen',
  Close: 'Schließen',
  'One job is still under way.': 'Eine Aufgabe ist noch nicht fertig.',
  '{} jobs are still under way.': '{1} Aufgaben sind noch nicht fertig.',
  '{}: has not begun and will not.': '{1}: hat noch nicht begonnen und wird es nicht.',
  '{}: the photos done so far are kept.': '{1}: Was schon fertig ist, bleibt.',
  '{}: the steps done so far are kept; started again, it goes on.':
    '{1}: Die fertigen Schritte bleiben; erneut gestartet geht es weiter.',
  '{}: nothing is kept yet, it has only begun.': '{1}: Noch bleibt nichts, es hat gerade erst begonnen.',
  '{}: stops; its last checkpoint is kept and can be resumed when Onepair is opened again.':
    '{1}: endet; der letzte Zwischenstand bleibt und kann beim nächsten Öffnen fortgesetzt werden.',
};
