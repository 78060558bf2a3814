import type { Sentences } from './sentences';

/** Photos that cannot be read or saved as they are, and how near they are to a training pair. */
export const photos: Sentences = {
  'This model does not know what its training pair looked like.':
    'Dieses Modell weiß nicht, wie sein gelerntes Paar aussah.',
  'Too small or too plain to compare with the training pair.':
    'Zu klein oder zu eintönig für einen Vergleich mit dem gelernten Paar.',
  'Noise, blur and compression are like the training pair’s.':
    'Rauschen, Unschärfe und Kompression sind wie beim gelernten Paar.',
  'Unlike the training pair: {}. Look closely at what becomes of it.':
    'Anders als das gelernte Paar: {1}. Sehen Sie sich das Ergebnis genau an.',
  'noisier ({} against {} of 255)': 'mehr Rauschen ({1} statt {2} von 255)',
  'less noisy ({} against {} of 255)': 'weniger Rauschen ({1} statt {2} von 255)',
  'blurrier ({} px against {})': 'unschärfer ({1} px statt {2})',
  'sharper ({} px against {})': 'schärfer ({1} px statt {2})',
  'more compressed (JPEG blocks)': 'stärker komprimiert (JPEG-Blöcke)',
  'less compressed (the training pair has JPEG blocks)': 'weniger komprimiert (das gelernte Paar hat JPEG-Blöcke)',
  '{}; {}': '{1}; {2}',

  '{} is itself a result in this folder.': '{1} ist selbst ein Ergebnis in diesem Ordner.',
  'Restored already by an earlier run, as {}.': 'Schon früher restauriert, als {1}.',
  '{} is already there.': '{1} ist schon da.',
  'There are too many files called {} in the folder. Choose another one.':
    'Im Ordner gibt es zu viele Dateien namens {1}. Wählen Sie einen anderen.',
  'It was restored already, with the model “{}”. Ask for it again to restore it twice.':
    'Es wurde schon restauriert, mit dem Modell „{1}“. Verlangen Sie es noch einmal, um es zweimal zu restaurieren.',

  '{} is empty. Get the file again.': '{1} ist leer. Besorgen Sie die Datei noch einmal.',
  '{} is a camera raw file. Please export a 16-bit TIFF from your raw developer and use that.':
    '{1} ist eine Rohdatei der Kamera. Exportieren Sie aus Ihrem Raw-Entwickler ein TIFF mit 16 Bit und nehmen Sie dieses.',
  '{} is {}, which is not read here. Save it as PNG or TIFF and use that.':
    '{1} ist {2}; das wird hier nicht gelesen. Speichern Sie es als PNG oder TIFF und nehmen Sie dieses.',
  'a GIF': 'ein GIF',
  'a BMP': 'ein BMP',
  'a PDF': 'ein PDF',
  'a JPEG XL': 'ein JPEG XL',
  'a JPEG 2000': 'ein JPEG 2000',
  'a Photoshop file': 'eine Photoshop-Datei',
  'an icon': 'ein Symbol',
  'a drawing or web page': 'eine Zeichnung oder Webseite',
  '{} is not a photo that can be read here. JPEG, PNG, TIFF, WebP, AVIF and HEIC are.':
    '{1} ist kein Foto, das hier gelesen werden kann. Gelesen werden JPEG, PNG, TIFF, WebP, AVIF und HEIC.',
  '{} is too large for a HEIC. Export it as JPEG, PNG or TIFF and use that.':
    '{1} ist zu groß für ein HEIC. Exportieren Sie es als JPEG, PNG oder TIFF und nehmen Sie dieses.',
  '{} is a film or an unknown picture format. JPEG, PNG, TIFF, WebP, AVIF and HEIC can be read.':
    '{1} ist ein Film oder ein unbekanntes Bildformat. Gelesen werden JPEG, PNG, TIFF, WebP, AVIF und HEIC.',
  '{} ends early: a part of the file is missing. Copy it again from where it came.':
    '{1} endet zu früh: Ein Teil der Datei fehlt. Kopieren Sie sie noch einmal von dort, wo sie herkam.',
  '{} is not what its first bytes say. Save it again as PNG or TIFF.':
    '{1} ist nicht, was der Anfang der Datei sagt. Speichern Sie es neu als PNG oder TIFF.',
  '{} is a CMYK picture for printing. Convert it to RGB and save it again.':
    '{1} ist ein CMYK-Bild für den Druck. Wandeln Sie es in RGB um und speichern Sie es neu.',
  '{} does not hold 8- or 16-bit samples. Save it as a 16-bit TIFF.':
    '{1} hat weder 8 noch 16 Bit je Kanal. Speichern Sie es als TIFF mit 16 Bit.',
  '{} is a {}-bit TIFF. Save it as a 16-bit TIFF.':
    '{1} ist ein TIFF mit {2} Bit. Speichern Sie es als TIFF mit 16 Bit.',
  '{} is a 12-bit JPEG. Save it as a 16-bit TIFF.':
    '{1} ist ein JPEG mit 12 Bit. Speichern Sie es als TIFF mit 16 Bit.',
  '{} holds signed {}-bit samples. Save it with unsigned 16-bit samples.':
    '{1} hat Werte mit Vorzeichen ({2} Bit). Speichern Sie es mit 16 Bit ohne Vorzeichen.',
  '{} holds {}-bit floating-point samples. Save it as a 16-bit TIFF.':
    '{1} hat Gleitkommawerte ({2} Bit). Speichern Sie es als TIFF mit 16 Bit.',
  '{} is a CIELab picture. Convert it to RGB and save it again.':
    '{1} ist ein CIELab-Bild. Wandeln Sie es in RGB um und speichern Sie es neu.',
  '{} is compressed with {}, which is not read here. Save it as a TIFF with LZW or no compression.':
    '{1} ist mit {2} komprimiert; das wird hier nicht gelesen. Speichern Sie es als TIFF mit LZW oder ohne Kompression.',
  'old-style JPEG': 'JPEG nach altem Stil',
  'compression {}': 'Kompression {1}',
  'JPEG XR': 'JPEG XR',
  LERC: 'LERC',
  LZMA: 'LZMA',
  '{} stores its colours one after the other in a way that is not read here. Save it with interleaved colours.':
    '{1} speichert seine Farben nacheinander, in einer Art, die hier nicht gelesen wird. Speichern Sie es mit verschränkten Farben.',
  '{} holds {} pictures, and only one would be restored. Save each page as a file of its own.':
    '{1} enthält {2} Bilder, und nur eines würde restauriert. Speichern Sie jede Seite als eigene Datei.',
  '{} is an animation. Save the frame that you want as a PNG.':
    '{1} ist eine Animation. Speichern Sie das gewünschte Einzelbild als PNG.',
  '{} is damaged: {} of it may be wrong. Copy it again from where it came, or allow damaged photos.':
    '{1} ist beschädigt: {2} davon kann falsch sein. Kopieren Sie es noch einmal von dort, wo es herkam, oder lassen Sie beschädigte Fotos zu.',
  'a part': 'ein Teil',
  'about {} %': 'etwa {1} %',
  '{} is neither grey nor RGB. Convert it to RGB and save it again.':
    '{1} ist weder Graustufen noch RGB. Wandeln Sie es in RGB um und speichern Sie es neu.',
  '{} is neither grey nor RGB. Convert it to RGB.': '{1} ist weder Graustufen noch RGB. Wandeln Sie es in RGB um.',
  '{} is too large ({} pixels; up to 268 million and {} a side). Cut it into parts.':
    '{1} ist zu groß ({2} Pixel; bis 268 Millionen und {3} je Seite). Zerlegen Sie es in Teile.',
  'more than allowed': 'mehr als erlaubt',
  '{} is damaged and cannot be read. Copy it again, or open it elsewhere and save it anew.':
    '{1} ist beschädigt und nicht lesbar. Kopieren Sie es noch einmal, oder öffnen und speichern Sie es anderswo neu.',
  '{} changed while it was read. Try again.': '{1} hat sich beim Lesen verändert. Versuchen Sie es noch einmal.',
  '{} is not there any more. Look for it and choose it again.':
    '{1} ist nicht mehr da. Suchen Sie es und wählen Sie es noch einmal.',
  '{} is not there any more. Add it again.': '{1} ist nicht mehr da. Fügen Sie es noch einmal hinzu.',
  '{} may not be read. Change its permissions and try again.':
    '{1} darf nicht gelesen werden. Ändern Sie die Zugriffsrechte und versuchen Sie es noch einmal.',
  '{} is a link, not a file. Choose the file itself.':
    '{1} ist eine Verknüpfung, keine Datei. Wählen Sie die Datei selbst.',
  '{} is a folder, not a file. Choose a file in it.': '{1} ist ein Ordner, keine Datei. Wählen Sie eine Datei darin.',
  '{} is not an ordinary file. Choose a file.': '{1} ist keine gewöhnliche Datei. Wählen Sie eine Datei.',
  '{} could not be read ({}). Try again.': '{1} konnte nicht gelesen werden ({2}). Versuchen Sie es noch einmal.',
  'This photo is not part of the session any more. Add it again.':
    'Dieses Foto gehört nicht mehr zur Sitzung. Fügen Sie es noch einmal hinzu.',
  'This folder is not part of the session any more. Choose it again.':
    'Dieser Ordner gehört nicht mehr zur Sitzung. Wählen Sie ihn noch einmal.',
  'This folder is no longer there. Choose another one.': 'Diesen Ordner gibt es nicht mehr. Wählen Sie einen anderen.',
  '“{}” cannot be read. Choose another folder.': '„{1}“ kann nicht gelesen werden. Wählen Sie einen anderen Ordner.',
  'There is no photo in there that can be restored. Choose photos or another folder.':
    'Darin liegt kein Foto, das restauriert werden kann. Wählen Sie Fotos oder einen anderen Ordner.',
  'There are only results of earlier batches in there. Choose the photos themselves to restore them again.':
    'Darin liegen nur Ergebnisse früherer Durchläufe. Wählen Sie die Fotos selbst, um sie noch einmal zu restaurieren.',
  'There is no photo or folder {}.': 'Es gibt kein Foto und keinen Ordner {1}.',
  'That part lies outside {} ({}×{} pixels).': 'Dieser Teil liegt außerhalb von {1} ({2} × {3} Pixel).',
  'That part lies outside the picture.': 'Dieser Teil liegt außerhalb des Bildes.',
  'A picture must have 1 or 3 channels, not {}: save it as RGB or grey.':
    'Ein Bild muss 1 oder 3 Kanäle haben, nicht {1}: Speichern Sie es als RGB oder in Graustufen.',
  'Pictures to compare must be alike, not {}.': 'Bilder müssen zum Vergleichen gleich sein, nicht {1}.',
  '{} × {} px, {} channels': '{1} × {2} px, {3} Kanäle',
  '{} × {} px, {} channels and {} × {} px, {} channels':
    '{1} × {2} px mit {3} Kanälen und {4} × {5} px mit {6} Kanälen',
  'The pictures differ in size: compared on the top-left {} × {} px.':
    'Die Bilder sind verschieden groß: verglichen auf {1} × {2} px oben links.',
  'Pictures of {} × {} px are too small to compare: {} px are needed.':
    'Bilder von {1} × {2} px sind für einen Vergleich zu klein: {3} px sind nötig.',

  '{} was not saved: {}': '{1} wurde nicht gespeichert: {2}',
  '{} was not saved: the disk of the folder {} is full. Free {} there, or choose another folder.':
    '{1} wurde nicht gespeichert: Der Datenträger des Ordners {2} ist voll. Schaffen Sie dort {3}, oder wählen Sie einen anderen Ordner.',
  'some space': 'etwas Platz',
  'at least {}': 'mindestens {1}',
  'the disk of the folder {} cannot hold a file this large. Choose another folder.':
    'Der Datenträger des Ordners {1} fasst keine so große Datei. Wählen Sie einen anderen Ordner.',
  'the folder {} cannot be written to. Change its permissions, or choose another folder.':
    'In den Ordner {1} kann nicht geschrieben werden. Ändern Sie die Zugriffsrechte, oder wählen Sie einen anderen Ordner.',
  'the folder {} is not there. Connect its disk or create it, then try again.':
    'Den Ordner {1} gibt es nicht. Schließen Sie seinen Datenträger an oder legen Sie ihn an, dann versuchen Sie es noch einmal.',
  'its name is too long for this disk. Choose a shorter name.':
    'Der Name ist für diesen Datenträger zu lang. Wählen Sie einen kürzeren.',
  'the disk of the folder {} reported an error ({}). Try again.':
    'Der Datenträger des Ordners {1} meldet einen Fehler ({2}). Versuchen Sie es noch einmal.',
  'There is already a file called {}. Choose another name.':
    'Es gibt schon eine Datei namens {1}. Wählen Sie einen anderen Namen.',
  'Another run of Onepair is saving to {}. Wait for it, or choose another folder. If no computer is at work there, remove {} from its folder {}.':
    'Ein anderer Lauf von Onepair speichert gerade in {1}. Warten Sie, oder wählen Sie einen anderen Ordner. Falls dort kein Rechner arbeitet, entfernen Sie {2} aus dem Ordner {3} darin.',
  '{} in {} cannot be used: {}. Look at what it is, remove it there, or choose another folder.':
    '{1} in {2} kann nicht verwendet werden: {3}. Sehen Sie nach, was es ist, entfernen Sie es dort oder wählen Sie einen anderen Ordner.',
  'it is a link, not a file of Onepair': 'Es ist eine Verknüpfung, keine Datei von Onepair',
  'it is not an ordinary file': 'Es ist keine gewöhnliche Datei',
  'it is another name of a file elsewhere (a hard link)':
    'Es ist ein weiterer Name einer Datei anderswo (ein harter Link)',
  'it is larger than {}': 'Es ist größer als {1}',
  'it is a link that leads elsewhere': 'Es ist eine Verknüpfung, die anderswohin führt',
  'it is not a folder': 'Es ist kein Ordner',
  '{} in {} has a name that is not UTF-8, so it was left out. Rename it, then add it again.':
    '{1} in {2} hat einen Namen, der nicht UTF-8 ist, und wurde ausgelassen. Benennen Sie es um und fügen Sie es noch einmal hinzu.',
  '{} is {}, so it was left out. Add the photo itself.':
    '{1} ist {2} und wurde ausgelassen. Fügen Sie das Foto selbst hinzu.',
  'a link': 'eine Verknüpfung',
  'This is no place that the command line has named.': 'Das ist kein Ort, den die Befehlszeile genannt hat.',
  '{} is what is read from; it is never replaced. Choose another name.':
    'Aus {1} wird gelesen; es wird nie ersetzt. Wählen Sie einen anderen Namen.',
  'Another program is changing {} in {}. Try again; if none is, remove {} there.':
    'Ein anderes Programm ändert gerade {1} in {2}. Versuchen Sie es noch einmal; wenn es keines gibt, entfernen Sie dort {3}.',
  'no ordinary file': 'keine gewöhnliche Datei',
  'The folder {} belongs to somebody else. Choose another place with ONEPAIR_HOME.':
    'Der Ordner {1} gehört jemand anderem. Wählen Sie mit ONEPAIR_HOME einen anderen Platz.',
  '{} could not be encoded ({}). Choose PNG or TIFF.':
    '{1} konnte nicht kodiert werden ({2}). Wählen Sie PNG oder TIFF.',
  '{} was not saved: {}. Choose TIFF or PNG.': '{1} wurde nicht gespeichert: {2}. Wählen Sie TIFF oder PNG.',
  '{} holds up to {} pixels a side, the result has {}×{}':
    '{1} fasst bis {2} Pixel je Seite, das Ergebnis hat {3} × {4}',
  '"{}" cannot be written. End the name in .png, .tiff, .jpg, .webp or .avif.':
    '„{1}“ kann nicht geschrieben werden. Der Name muss auf .png, .tiff, .jpg, .webp oder .avif enden.',
  'This format holds 8 of the photo’s 16 bits.': 'Dieses Format fasst 8 der 16 Bit des Fotos.',
  'JPEG has no transparency: it was left out.': 'JPEG kennt keine Transparenz: Sie fiel weg.',
  'Its EXIF is broken and was left out.': 'EXIF war fehlerhaft und fiel weg.',
  'Its XMP is broken and was left out.': 'XMP war fehlerhaft und fiel weg.',
  '{} cannot hold IPTC: it was left out.': '{1} kann kein IPTC enthalten: Es fiel weg.',
  'Its EXIF is too long for a JPEG and was left out.': 'EXIF war für ein JPEG zu lang und fiel weg.',
  'Its XMP is too long for a JPEG and was left out.': 'XMP war für ein JPEG zu lang und fiel weg.',
  'Its profile is for other colours and was left out.': 'Das Farbprofil gilt für andere Farben und fiel weg.',
  'The result holds a value that is not a number.': 'Das Ergebnis enthält einen Wert, der keine Zahl ist.',
  'A picture cannot have {} channels.': 'Ein Bild kann nicht {1} Kanäle haben.',
  'A decoded picture has {} bytes instead of {}. Try again.':
    'Ein gelesenes Bild hat {1} statt {2} Byte. Versuchen Sie es noch einmal.',

  '“{}” is empty. Choose another file.': '„{1}“ ist leer. Wählen Sie eine andere Datei.',
  '“{}” is larger than {} MB. Choose a smaller file.': '„{1}“ ist größer als {2} MB. Wählen Sie eine kleinere Datei.',
  '“{}” is larger than 2 GB. Choose a smaller file.': '„{1}“ ist größer als 2 GB. Wählen Sie eine kleinere Datei.',
  '“{}” could not be read or sent. Choose it again.':
    '„{1}“ konnte nicht gelesen oder geschickt werden. Wählen Sie die Datei noch einmal.',
  'The disk has no room for “{}”. Free some space, then add it again.':
    'Auf dem Datenträger ist kein Platz für „{1}“. Schaffen Sie Platz und fügen Sie die Datei noch einmal hinzu.',
  '“{}” did not arrive whole. Add it again.': '„{1}“ kam nicht vollständig an. Fügen Sie die Datei noch einmal hinzu.',
  '“{}” could not be stored ({}). Add it again.':
    '„{1}“ konnte nicht abgelegt werden ({2}). Fügen Sie die Datei noch einmal hinzu.',
  'unknown reason': 'Grund unbekannt',
  'What was dropped is no file on this computer. Save it first, then drop the file.':
    'Das Abgelegte ist keine Datei auf diesem Rechner. Speichern Sie es zuerst und legen Sie dann die Datei ab.',
  '“{}” is no longer there.': '„{1}“ ist nicht mehr da.',
  '“{}” is no file. Drop photos instead.': '„{1}“ ist keine Datei. Legen Sie Fotos ab.',
  'What was pasted is no picture. Copy one, then paste it.':
    'Das Eingefügte ist kein Bild. Kopieren Sie eines und fügen Sie es dann ein.',
  'This file is no longer there.': 'Diese Datei gibt es nicht mehr.',
};
