import type { Sentences } from './sentences';

/** Model files and the library, the runtime and the machine. */
export const models: Sentences = {
  'There is already a model called "{}". Choose another name.':
    'Es gibt schon ein Modell namens „{1}“. Wählen Sie einen anderen Namen.',
  'There is a model called "{}" again. Rename it first.':
    'Es gibt wieder ein Modell namens „{1}“. Benennen Sie es zuerst um.',
  'The model library cannot be read. Check its folder and permissions.':
    'Die Modelle können nicht gelesen werden. Prüfen Sie ihren Ordner und seine Zugriffsrechte.',
  'Several models are called "{}". Use the id that the list shows.':
    'Mehrere Modelle heißen „{1}“. Nehmen Sie die Kennung aus der Liste.',
  '{} is left out: the same model is in the library already, as “{}”. Remove one of the files.':
    '{1} bleibt weg: Dasselbe Modell ist schon da, als „{2}“. Entfernen Sie eine der Dateien.',
  'There is no model called "{}" in the library. The list shows what there is.':
    'Es gibt kein Modell namens „{1}“. Die Liste zeigt, was da ist.',
  'This model file is no longer there.': 'Diese Modelldatei gibt es nicht mehr.',
  'The model "{}" was not saved: {}.': 'Das Modell „{1}“ wurde nicht gespeichert: {2}.',
  'The model "{}" would be larger than 64 MiB. Train with fewer units.':
    'Das Modell „{1}“ wäre größer als 64 MiB. Lernen Sie mit weniger Einheiten.',
  'The description of this model is too long to save. Choose a shorter name.':
    'Die Beschreibung dieses Modells ist zum Speichern zu lang. Wählen Sie einen kürzeren Namen.',
  '{} cannot be used as a model: {}. Get the file again or train anew.':
    '{1} taugt nicht als Modell: {2}. Besorgen Sie die Datei noch einmal, oder lernen Sie neu.',
  '{} was made by a newer Onepair (format {}). Update Onepair to use it.':
    '{1} stammt von einem neueren Onepair (Format {2}). Aktualisieren Sie Onepair.',
  'it is larger than {} MiB': 'Die Datei ist größer als {1} MiB',
  'it is larger than 64 MiB': 'Die Datei ist größer als 64 MiB',
  'it carries no model card': 'Die Modellkarte fehlt',
  'its model card is larger than 64 KiB': 'Die Modellkarte ist größer als 64 KiB',
  'its model card is not readable': 'Die Modellkarte ist nicht lesbar',
  'its model card is not valid ({})': 'Die Modellkarte ist ungültig ({1})',
  'not an object': 'kein Objekt',
  'the weights "{}" are missing': 'Die Gewichte „{1}“ fehlen',
  'the weights "{}" are {}, its settings need {} {}':
    'Die Gewichte „{1}“ sind {2}, nach den Einstellungen müssten sie {3} {4} sein',
  'the weights "{}" hold a value that is not a number': 'Die Gewichte „{1}“ enthalten einen Wert, der keine Zahl ist',
  'it holds tensors that do not belong to it': 'Sie enthält Tensoren, die nicht dazugehören',
  'its sample pictures differ in size': 'Die Beispielbilder sind verschieden groß',
  'the file ends in its first bytes': 'Die Datei endet nach wenigen Byte',
  'it does not begin like a model file': 'Sie beginnt nicht wie eine Modelldatei',
  'the file ends in its header': 'Die Datei endet im Kopf',
  'its header is damaged or not written by Onepair': 'Der Kopf ist beschädigt oder nicht von Onepair geschrieben',
  'the file ends early': 'Die Datei endet zu früh',
  'the file has bytes that belong to nothing': 'Die Datei enthält Byte, die zu nichts gehören',
  'its id is not that of its weights and settings': 'Die Kennung passt nicht zu Gewichten und Einstellungen',
  'its header does not describe a model': 'Der Kopf beschreibt kein Modell',
  'it carries no hash': 'Die Prüfsumme fehlt',
  'its header is not readable': 'Der Kopf ist nicht lesbar',
  'its header carries no description': 'Im Kopf fehlt die Beschreibung',
  'its header names an impossible tensor': 'Der Kopf nennt einen unmöglichen Tensor',
  'tensor {} has an unknown type': 'Tensor {1} hat einen unbekannten Typ',
  'tensor {} has an impossible shape': 'Tensor {1} hat eine unmögliche Form',
  'its contents do not match their hash': 'Inhalt und Prüfsumme stimmen nicht überein',

  'CPU · {}': 'CPU · {1}',
  '1 core': '1 Kern',
  '{} cores': '{1} Kerne',
  'WebAssembly · 1 core': 'WebAssembly · 1 Kern',
  'CUDA was asked for, but this TensorFlow finds no NVIDIA GPU: "npx onepair doctor --install-cuda" brings CUDA, or says why not.':
    'CUDA war gewünscht, aber dieses TensorFlow findet keine NVIDIA-GPU: „npx onepair doctor --install-cuda“ holt CUDA oder sagt, warum es nicht geht.',
  'Native TensorFlow could not be loaded ({}). Run "npm run setup" to install it.':
    'Das native TensorFlow konnte nicht geladen werden ({1}). „npm run setup“ richtet es ein.',
  'Native TensorFlow did not start.': 'Das native TensorFlow startete nicht.',
  'Neither native TensorFlow nor WebAssembly starts here. Run "npm run setup".':
    'Hier startet weder das native TensorFlow noch WebAssembly. Führen Sie „npm run setup“ aus.',
  'Two copies of tfjs-core are loaded. Run "npm ci" to repair the installation.':
    'tfjs-core ist doppelt geladen. „npm ci“ stellt die Installation wieder her.',
  '{}: a test product gave {}, not 32.': '{1}: Ein Probeprodukt ergab {2}, nicht 32.',
  'The training step of the self-test gave weights that are not numbers.':
    'Der Lernschritt des Selbsttests ergab Gewichte, die keine Zahlen sind.',
  'There is no runtime "{}". ONEPAIR_RUNTIME is one of auto, cuda, cpu and wasm.':
    'Eine Laufzeit „{1}“ gibt es nicht. ONEPAIR_RUNTIME ist auto, cuda, cpu oder wasm.',
  'CUDA is installed while nothing runs: wait for the running job.':
    'CUDA wird nur eingerichtet, wenn nichts läuft: Warten Sie, bis die Aufgabe fertig ist.',
  'CUDA was not installed. {}': 'CUDA wurde nicht eingerichtet. {1}',
  'An NVIDIA driver is here: "npx onepair doctor --install-cuda" brings CUDA ({}).':
    'Ein NVIDIA-Treiber ist da: „npx onepair doctor --install-cuda“ holt CUDA ({1}).',
  'no NVIDIA driver was found, so this runs on the CPU':
    'Es wurde kein NVIDIA-Treiber gefunden, deshalb läuft es auf der CPU',
  'CUDA is not to be had for {}, so this runs on the CPU': 'CUDA gibt es für {1} nicht, deshalb läuft es auf der CPU',
  'The self-test needs a quiet machine: wait until the running job is done.':
    'Der Selbsttest braucht einen ruhigen Rechner: Warten Sie, bis die Aufgabe fertig ist.',
};
