import type { Translation } from '@contract/sentence';

export const de = {
  plain: '{text}',
  inTurn: '{first} {second}',
  unit: {
    bytes: '{value, number} B',
    kilobytes: '{value, number, whole} kB',
    megabytes: '{value, number, size} MB',
    gigabytes: '{value, number, tenths} GB',
    pixels: '{width, number, plain} × {height, number, plain} px',
  },
  job: {
    cancelling: 'Wird abgebrochen …',
    stopping: 'Wird angehalten …',
    waiting: 'Wartet',
    yields: 'Wartet kurz auf eine kleine Aufgabe',
    starting: 'Beginnt',
    training: 'Es wird gelernt',
    done: 'Fertig',
    stopped: 'Angehalten; erneut gestartet geht es weiter',
    stoppedResumable: 'Angehalten. Erneut gestartet geht es weiter.',
    trainingOf: '„{name}“ lernt',
    restoringOne: '{photo} wird restauriert',
    restoringMany: '{count, plural, one {# Foto wird restauriert} other {# Fotos werden restauriert}}',
    studyOn: 'Versuch an „{photo}“',
    studyOnDrawn: 'Versuch an gezeichneten Bildern',
    evaluating: 'Messung mit {what}',
    aModel: 'einem Modell',
    readingPair: 'Das Paar wird gelesen',
    readingPictures: 'Die Bilder werden gelesen',
    lookingAtPhotos: 'Die Fotos werden durchgesehen',
    goingOnFrom: 'Weiter ab Durchgang {epoch, number}',
    epoch: 'Durchgang {epoch, number} von {epochs, number}',
    savedAs: 'Gespeichert als {place}',
    photo: 'Foto {index, number} von {count, number}: {name}',
    photosRestored: '{done, number} von {count, number} Fotos restauriert',
    pictures: '{done, number} von {count, number} Bildern',
    noReason: 'Die Aufgabe endete ohne Angabe eines Grundes.',
    unknown: 'Diese Aufgabe ist nicht mehr bekannt.',
    cannotPauseYet: 'Diese Aufgabe wartet auf die vorige und kann noch nicht angehalten werden.',
    cancelled: 'Abgebrochen.',
  },
  batch: {
    reportClosed: 'Kein Programm hier öffnet den Bericht. Er liegt in dem Ordner, der oben steht.',
    notBegun: 'Dieses Restaurieren hat noch nicht begonnen oder ist nicht mehr bekannt.',
    noReport: 'Zu diesem Restaurieren gibt es noch keinen Bericht: Es ist nicht zu Ende.',
    ownWay: 'Auf eigene Art restauriert: {model}, Stärke {strength, number} %.',
    noCrispEnd:
      'Das Modell „{model}“ hat kein scharfes Ende: Es wurde in einer Stufe trainiert. Wenden Sie es an, wie es ist, oder trainieren Sie ein GAN.',
    diskFull:
      'Der Datenträger von {folder} ist voll: {needed} werden gebraucht, {free} sind frei. Es geht weiter, sobald Platz ist.',
    setAside: '{photo} wurde beiseitegelegt: {why}. Schließen Sie andere Programme und versuchen Sie es noch einmal.',
    cameToNoEnd:
      'Öffnen oder Speichern kam zweimal zu keinem Ende; vielleicht ist es beschädigt, oder sein Datenträger antwortet nicht',
    processStopped:
      'Der Prozess, der daran arbeitete, brach zweimal ab, vielleicht aus Speichermangel oder an einer beschädigten Datei',
    isResult: '{file} ist selbst ein Ergebnis in diesem Ordner.',
    restoredEarlier: 'Schon früher restauriert, als {file}.',
    alreadyThere: '{file} ist schon da.',
    folderGone: 'Der Ordner {folder} ist nicht mehr da. Es geht weiter, sobald er wieder da ist.',
    keptOther: '{file} ist kein Ergebnis von Onepair und blieb erhalten.',
    tooManyNames: 'Im Ordner gibt es zu viele Dateien namens {name}. Wählen Sie einen anderen.',
    carriesMark:
      'Es wurde schon restauriert, mit dem Modell „{model}“. Verlangen Sie es noch einmal, um es zweimal zu restaurieren.',
    moreLeftOut: '{count, plural, one {Ein weiteres wurde} other {{count, number} weitere wurden}} ausgelassen.',
    nothingToRestore: 'Darin liegt kein Foto, das restauriert werden kann. Wählen Sie Fotos oder einen anderen Ordner.',
    onlyResults:
      'Darin liegen nur Ergebnisse früherer Durchläufe. Wählen Sie die Fotos selbst, um sie noch einmal zu restaurieren.',
    noSuchInput: 'Es gibt kein Foto und keinen Ordner {path}.',
    notUtf8:
      '{file} in {folder} hat einen Namen, der nicht UTF-8 ist, und wurde ausgelassen. Benennen Sie es um und fügen Sie es noch einmal hinzu.',
    leftOut: '{file} ist {what} und wurde ausgelassen. Fügen Sie das Foto selbst hinzu.',
    aLink: 'eine Verknüpfung',
    noOrdinaryFile: 'keine gewöhnliche Datei',
  },
  evaluate: {
    noResult: 'Zu dieser Messung gibt es kein Ergebnis.',
    pictureOrModel: 'Geben Sie entweder ein Bild zum Lernen oder ein Modell an.',
    neither: 'Es gibt weder ein Bild zum Lernen noch ein Modell.',
  },
  checkpoint: {
    gone: 'Dieses unfertige Training gibt es nicht mehr, oder es läuft schon.',
    unknown: 'Es gibt kein unfertiges Training „{id}“. Beginnen Sie ein neues.',
    damaged: 'Das unfertige Training „{name}“ ist beschädigt. Verwerfen Sie es und beginnen Sie ein neues.',
    epochGone: 'Durchgang {epoch, number} dieses Trainings ist nicht mehr aufgehoben. Wählen Sie einen anderen.',
    notWritten: 'Zwischenstände konnten nicht geschrieben werden: {why}',
    diskRefused: 'Der Datenträger nimmt sie nicht an.',
  },
  process: {
    computeStopped:
      'Der rechnende Prozess brach unerwartet ab, vielleicht aus Speichermangel. Schließen Sie andere Programme und versuchen Sie es noch einmal.',
    photosStopped:
      'Der Prozess für Fotos brach unerwartet ab, vielleicht an einem beschädigten Foto. Lassen Sie es weg und versuchen Sie es noch einmal.',
    computeGaveUp:
      'Der rechnende Prozess konnte {times, number}-mal hintereinander nicht gestartet werden. Starten Sie Onepair neu.',
    photosGaveUp:
      'Der Prozess für Fotos konnte {times, number}-mal hintereinander nicht gestartet werden. Starten Sie Onepair neu.',
    closing: 'Onepair wird beendet.',
  },
  web: {
    unreachable:
      'Onepair ist nicht erreichbar. Falls es beendet wurde, starten Sie es neu und nutzen Sie das Fenster, das sich öffnet.',
    linkUsed:
      'Diese Seite ist nicht mit Onepair verbunden: Ein Link gilt nur einmal. Öffnen Sie die Datei, die Onepair dort nennt, wo es gestartet wurde.',
    notConnected:
      'Diese Seite ist nicht (mehr) mit Onepair verbunden. Öffnen Sie sie noch einmal aus der Link-Datei oder dem Terminal.',
    tooMuchAtOnce: 'Das war zu viel auf einmal. Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
    messageTooLong: 'Das ist zu viel auf einmal. Nehmen Sie weniger Fotos auf einmal.',
    onlyTheWindow: 'Das darf nur das Fenster von Onepair verlangen.',
    answerRefused: 'Die Antwort wurde verweigert ({status, number, plain}).',
    noDialogs: 'Eine Seite im Browser hat keine Dialoge des Systems. Wählen Sie aus der Liste.',
  },
  photo: {
    noneIn: 'In {path} ist kein Foto in JPEG, PNG, TIFF, WebP, AVIF oder HEIC.',
    partNamedWhole: 'Ein Teil eines Bildes braucht x, y, Breite und Höhe zusammen.',
    regionOutside:
      'Der Ausschnitt von {width, number, plain} × {height, number, plain} px bei ({x, number, plain}, {y, number, plain}) ragt aus dem Bild von {pictureWidth, number, plain} × {pictureHeight, number, plain} px: Wählen Sie einen im Bild.',
    empty: '{file} ist leer. Besorgen Sie die Datei noch einmal.',
    rawUnknown:
      '{file} ist eine Rohdatei einer Kamera, die hier nicht bekannt ist. Exportieren Sie aus Ihrem Raw-Entwickler ein TIFF mit 16 Bit und nehmen Sie dieses.',
    rawUnread:
      '{file} ist eine Rohdatei, die sich nicht entwickeln ließ: Sie ist beschädigt oder auf eine Weise gepackt, die hier nicht gelesen wird. Exportieren Sie aus Ihrem Raw-Entwickler ein TIFF mit 16 Bit und nehmen Sie dieses.',
    rawNoEnd:
      'Das Entwickeln von {file} dauerte zu lange. Exportieren Sie aus Ihrem Raw-Entwickler ein TIFF mit 16 Bit und nehmen Sie dieses.',
    noDeveloper:
      '{file} kann nicht entwickelt werden: Für Raw-Dateien ist {program} gewählt, aber auf diesem Computer nicht zu finden. Installieren Sie es oder wählen Sie LibRaw in den Einstellungen (--developer libraw).',
    notDevelopedBy:
      '{file} konnte von {program} nicht entwickelt werden. Wählen Sie LibRaw in den Einstellungen (--developer libraw) oder exportieren Sie ein TIFF mit 16 Bit daraus.',
    otherKind:
      '{file} ist {kind}; das wird hier nicht gelesen. Speichern Sie es als PNG oder TIFF und nehmen Sie dieses.',
    gif: 'ein GIF',
    bmp: 'ein BMP',
    pdf: 'ein PDF',
    jpegLs: 'ein JPEG-LS',
    jp2: 'ein JPEG 2000',
    photoshop: 'eine Photoshop-Datei',
    icon: 'ein Symbol',
    drawing: 'eine Zeichnung oder Webseite',
    notAPhoto:
      '{file} ist kein Foto, das hier gelesen werden kann. Gelesen werden JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL und Rohdateien von Kameras.',
    tooManyBytes: '{file} ist größer als {size} und damit kein Foto. Lassen Sie es weg.',
    unpacksTo:
      '{file} ergäbe entpackt {size}, mehr als das Hundertfache seiner Größe, und wird daher nicht gelesen. Lassen Sie es weg.',
    jxlUnread:
      '{file} kann nicht gelesen werden: Es ist beschädigt oder für ein JPEG XL zu groß. Speichern Sie es als TIFF und nehmen Sie dieses.',
    heicTooLarge: '{file} ist zu groß für ein HEIC. Exportieren Sie es als JPEG, PNG oder TIFF und nehmen Sie dieses.',
    film: '{file} ist ein Film oder ein unbekanntes Bildformat. Gelesen werden JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL und Rohdateien von Kameras.',
    endsEarly: '{file} endet zu früh: Ein Teil der Datei fehlt. Kopieren Sie sie noch einmal von dort, wo sie herkam.',
    notItsBytes: '{file} ist nicht, was der Anfang der Datei sagt. Speichern Sie es neu als PNG oder TIFF.',
    cmyk: '{file} ist ein CMYK-Bild für den Druck. Wandeln Sie es in RGB um und speichern Sie es neu.',
    depth: '{file} hat weder 8 noch 16 Bit je Kanal. Speichern Sie es als TIFF mit 16 Bit.',
    neitherGreyNorRgb: '{file} ist weder Graustufen noch RGB. Wandeln Sie es in RGB um und speichern Sie es neu.',
    manyScans:
      '{file} besteht aus mehr Durchgängen, als ein Programm schreibt, und nähme kein Ende. Öffnen Sie es anderswo und speichern Sie es neu.',
    tooLargeForThis:
      '{file} ist dafür zu groß ({width, number, plain} × {height, number, plain} px; bis {most, number, plain} Millionen Pixel). Schneiden Sie den Teil aus, um den es geht.',
    tooLarge:
      '{file} ist zu groß ({size} Pixel; bis 268 Millionen und {side, number, plain} je Seite). Zerlegen Sie es in Teile.',
    tooManyPixels:
      '{file} hat zu viele Pixel: Gelesen werden bis zu 268 Millionen und {side, number, plain} je Seite. Zerlegen Sie es.',
    damaged:
      '{file} ist beschädigt und nicht lesbar. Kopieren Sie es noch einmal, oder öffnen und speichern Sie es anderswo neu.',
    changed: '{file} hat sich beim Lesen verändert. Versuchen Sie es noch einmal.',
    notInSession: 'Dieses Foto gehört nicht mehr zur Sitzung. Fügen Sie es noch einmal hinzu.',
    partOutsideOf: 'Dieser Teil liegt außerhalb von {photo} ({width, number, plain} × {height, number, plain} Pixel).',
    partOutside: 'Dieser Teil liegt außerhalb des Bildes.',
    channels:
      'Ein Bild muss 1 oder 3 Kanäle haben, nicht {channels, number}: Speichern Sie es als RGB oder in Graustufen.',
    unlike: 'Bilder müssen zum Vergleichen gleich sein, nicht {pictures}.',
    shape: '{width, number, plain} × {height, number, plain} px, {channels, number} Kanäle',
    comparedOn:
      'Die Bilder sind verschieden groß: verglichen auf {width, number, plain} × {height, number, plain} px oben links.',
    tooSmallToCompare:
      'Bilder von {width, number, plain} × {height, number, plain} px sind für einen Vergleich zu klein: {least, number} px sind nötig.',
    cannotHaveChannels: 'Ein Bild kann nicht {channels, number} Kanäle haben.',
    decodedBytes:
      'Ein gelesenes Bild hat {bytes, number, plain} statt {expected, number, plain} Byte. Versuchen Sie es noch einmal.',
    tiffBits: '{file} ist ein TIFF mit {bits, number} Bit. Speichern Sie es als TIFF mit 16 Bit.',
    jpeg12: '{file} ist ein JPEG mit 12 Bit. Speichern Sie es als TIFF mit 16 Bit.',
    signed: '{file} hat Werte mit Vorzeichen ({bits, number} Bit). Speichern Sie es mit 16 Bit ohne Vorzeichen.',
    floating: '{file} hat Gleitkommawerte ({bits, number} Bit). Speichern Sie es als TIFF mit 16 Bit.',
    ycbcr:
      '{file} enthält Farben als YCbCr ohne JPEG-Kompression, was hier nicht gelesen wird. Speichern Sie es als RGB.',
    lab: '{file} ist ein CIELab-Bild. Wandeln Sie es in RGB um und speichern Sie es neu.',
    compression:
      '{file} ist mit {compression} komprimiert; das wird hier nicht gelesen. Speichern Sie es als TIFF mit LZW oder ohne Kompression.',
    oldJpeg: 'JPEG nach altem Stil',
    compressionNumber: 'Kompression {number, number, plain}',
    planar:
      '{file} speichert seine Farben nacheinander, in einer Art, die hier nicht gelesen wird. Speichern Sie es mit verschränkten Farben.',
    stackNeedsTiff:
      '{file} ist ein Stapel von {count, number} Seiten, und den fasst nur ein TIFF. Wählen Sie TIFF oder „wie das Foto“.',
    severalPictures:
      '{file} enthält {count, number} Bilder, und nur eines würde restauriert. Speichern Sie jede Seite als eigene Datei.',
    animated: '{file} ist eine Animation. Speichern Sie das gewünschte Einzelbild als PNG.',
    partlyDamaged:
      '{file} ist beschädigt: {much} davon kann falsch sein. Kopieren Sie es noch einmal von dort, wo es herkam, oder lassen Sie beschädigte Fotos zu.',
    unseenDamage:
      '{file} ist ein JPEG in seltener Kodierung (verlustfrei, arithmetisch), in der Schäden nicht vom Bild zu unterscheiden sind. Speichern Sie es als PNG, oder lassen Sie beschädigte Fotos zu.',
    aPart: 'ein Teil',
    aboutPercent: 'etwa {percent, number} %',
  },
  folder: {
    inSystemDialog: 'Ordner werden hier im Dialog des Systems gewählt.',
    notInSession: 'Dieser Ordner gehört nicht mehr zur Sitzung. Wählen Sie ihn noch einmal.',
    gone: 'Diesen Ordner gibt es nicht mehr. Wählen Sie einen anderen.',
    notAnswering:
      'Der Datenträger des Ordners {folder} antwortet nicht. Verbinden Sie ihn neu und versuchen Sie es noch einmal.',
    unreadable: '„{folder}“ kann nicht gelesen werden. Wählen Sie einen anderen Ordner.',
    noSuchPlace: 'Das ist kein Ort, den die Befehlszeile genannt hat.',
    belongsToOther: 'Der Ordner {folder} gehört jemand anderem. Wählen Sie mit ONEPAIR_HOME einen anderen Platz.',
  },
  pair: {
    secondIsTwo: 'Ein zweites Paar sind zwei Fotos: Wählen Sie beide auf einmal.',
    tooMany: 'Wählen Sie ein Foto oder die zwei eines Paars.',
    sameSize:
      'Vergrößern lernt aus einem kleinen Foto und einem 2- bis 4-mal so großen sauberen; diese sind gleich groß: Wählen Sie eine andere Aufgabe oder ein anderes Foto.',
    onItsSide:
      'Ein Foto liegt auf der Seite ({degraded}: {degradedSize}, {clean}: {cleanSize}): Drehen und speichern Sie es und fügen Sie es wieder hinzu.',
    reversed:
      'Das verschlechterte Foto ist das größere ({degraded}: {degradedSize}, {clean}: {cleanSize}): Vertauschen Sie die beiden.',
    sizesDiffer: 'Die Fotos sind verschieden groß ({degraded}: {degradedSize}, {clean}: {cleanSize}): {remedy}.',
    alignCrops: '„Ausrichten“ schneidet beide auf das Gemeinsame zu',
    exportSameSize: 'Exportieren Sie beide in gleicher Größe',
    largerForOtherTask:
      'Das saubere Foto ist {scale, number}-mal so groß ({degraded}: {degradedSize}, {clean}: {cleanSize}): Wählen Sie „Vergrößern“ oder exportieren Sie beide in gleicher Größe.',
    larger: 'Das saubere Foto ist {scale, number}-mal so groß: Dieses Paar lehrt Vergrößern.',
    notQuiteLarger:
      'Das saubere Foto ist nicht ganz {scale, number}-mal so groß ({degraded}: {degradedSize}, {clean}: {cleanSize}): {remedy}.',
    regionOutside: 'Der Ausschnitt ragt aus dem Foto ({size}): Ziehen Sie ihn noch einmal im Foto auf.',
    photoBelowPatch:
      'Das Foto ist zu klein, um daraus zu lernen ({size}): Nicht einmal ein Stück von {patch, number} px passt hinein. Wählen Sie ein größeres.',
    regionBelowPatch:
      'Der Ausschnitt ist zu klein, um daraus zu lernen ({size}): Nicht einmal ein Stück von {patch, number} px passt hinein. Wählen Sie einen größeren.',
    photoTooSmall:
      'Das Foto ist zu klein, um daraus zu lernen ({size}): {least, number} px je Seite sind nötig, {advised, number} px empfohlen.',
    regionTooSmall:
      'Der Ausschnitt ist zu klein, um daraus zu lernen ({size}): {least, number} px je Seite sind nötig, {advised, number} px empfohlen.',
    photoSmall: 'Das Foto ist klein ({size}): Ab {advised, number} px je Seite wird mehr gelernt.',
    regionSmall: 'Der Ausschnitt ist klein ({size}): Ab {advised, number} px je Seite wird mehr gelernt.',
    degradedGrey: 'Das verschlechterte Foto ist grau, das saubere farbig: Nur Helligkeit kann gelernt werden.',
    cleanGrey: 'Das saubere Foto ist grau, das verschlechterte farbig: Nur Helligkeit kann gelernt werden.',
    littleInCommon:
      'Die Fotos haben zu wenig gemeinsam, um verglichen zu werden: Sehen Sie nach, ob beide dasselbe zeigen.',
    aligned: 'Die Fotos liegen aufeinander (auf {within, number} px genau).',
    shiftedAlign: 'Das saubere Foto liegt {direction}: „Ausrichten“ schneidet beide zu.',
    shiftedLittle:
      'Das saubere Foto liegt {direction}: zu wenig zum Wegschneiden; restaurierte Fotos verschieben sich um ebenso viel.',
    up: '{px, number} px höher',
    down: '{px, number} px tiefer',
    bothWays: '{across} und {down}',
    right: '{px, number} px weiter rechts',
    left: '{px, number} px weiter links',
    identical:
      'Die Fotos sind gleich, es gibt nichts zu lernen: Wählen Sie ein anderes verschlechtertes oder sauberes Foto.',
    cleanNoisier:
      'Das saubere Foto rauscht stärker als das verschlechterte ({clean, number, tenths} gegen {degraded, number, tenths} Stufen von 255 an ruhigen Stellen). Wurden sie vertauscht, tauschen Sie beide.',
    cleanSofter:
      'Das saubere Foto ist weicher als das verschlechterte, dessen feine Einzelheiten um {percent, number} % stärker sind. Wurden sie vertauscht, tauschen Sie beide.',
    hardlyDiffer: 'Die Fotos unterscheiden sich kaum ({db, number, whole} dB): Das Modell wird fast nichts lernen.',
    brighter:
      'Das saubere Foto ist um {percent, number} % von Weiß heller, das Modell wird also auch andere Fotos aufhellen: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
    darker:
      'Das saubere Foto ist um {percent, number} % von Weiß dunkler, das Modell wird also auch andere Fotos abdunkeln: Gleichen Sie zuerst die Belichtung an, wenn Sie das nicht wollen.',
    noCropHelps:
      'Kein Zuschnitt brächte diese beiden Fotos näher zusammen: Nehmen Sie sie, wie sie sind, oder richten Sie sie in einem Bildprogramm aus.',
    sizesNotAtScale:
      'Das verschlechterte Bild hat {degraded}, das saubere {clean}: Beide müssen im Maßstab {scale, number} denselben Ausschnitt zeigen.',
    sizesNotEqual:
      'Das verschlechterte Bild hat {degraded}, das saubere {clean}: Beide müssen denselben Ausschnitt in gleicher Größe zeigen. Schneiden oder exportieren Sie sie gleich.',
    regionBeyond: 'Der Ausschnitt ragt aus dem Bild von {size}: Wählen Sie ihn im Bild.',
    tooSmall:
      '{size} sind zu klein, um daraus zu lernen: Mindestens {least, number} px in beide Richtungen sind nötig.',
  },
  burst: {
    one: 'Das ist ein einziges Foto: Eine Serie sind zwei oder mehr Aufnahmen einer ruhigen Szene.',
    laid: '{used, number} von {count, number} Aufnahmen liegen auf der ersten, höchstens {px, number, tenths} px auseinander; {percent, number, hundredths} % ihrer Werte sind Ausreißer und nicht im Mittel.',
    others: 'Aufnahmen, die etwas anderes zeigen als die erste und wegbleiben: {count, number}.',
    few: '{count, number} Aufnahmen sind zu wenige für ein sauberes Mittel: Jede wird gegen das Mittel der anderen gelernt (Noise2Noise). Das Rauschen mittelt sich über viele Ausschnitte weg, nicht im Bild: Gelernt wird etwa gleich gut, aber die Werte gelten verrauschten Bildern und sind zu niedrig.',
    sizes: 'Die Aufnahmen sind verschieden groß: Die einer Serie sind gleich.',
    tooLarge:
      'Diese Serie hat zusammen {megapixels, number} Megapixel, mehr als {most, number}: Beschneiden Sie die Aufnahmen oder geben Sie weniger.',
    none: 'Keine andere Aufnahme zeigt, was die erste zeigt: Geben Sie Aufnahmen einer ruhenden Szene.',
  },
  recipe: {
    psfLarge:
      'Das Bild der PSF hat {width, number} × {height, number} px: Erlaubt sind bis zu {most, number} × {most, number} px.',
    psfBlack: 'Das Bild der PSF ist schwarz: Es zeigt, was aus einem Lichtpunkt wird.',
  },
  prepare: {
    profiles:
      'Die beiden Fotos haben verschiedene Farbprofile, im Mittel {levels, number, tenths} von 255 Stufen auseinander: Das saubere Foto wird in das Profil des verschlechterten umgerechnet.',
    moved: 'Das saubere Foto liegt {how}: Es wird auf das verschlechterte gelegt.',
    clockwise: '{degrees, number} ° im Uhrzeigersinn gedreht',
    counterclockwise: '{degrees, number} ° gegen den Uhrzeigersinn gedreht',
    larger: '{percent, number} % größer',
    smaller: '{percent, number} % kleiner',
    perspective: '{px, number} px verzerrt',
    borders:
      'Ein Foto hat einen leeren Rand, den das andere nicht hat (links {left, number} px, oben {top, number} px, rechts {right, number} px, unten {bottom, number} px): Er wird bei beiden abgeschnitten.',
    asBright: 'gleich hell',
    brighter: '{ev, number} EV heller',
    darker: '{ev, number} EV dunkler',
    tone: 'Das saubere Foto ist {exposure}, seine Farben liegen {cast, number} EV auseinander ({levels, number, tenths} Stufen von 255): Es wird dem verschlechterten angeglichen.',
    clipped:
      '{percent, number, tenths} % des Bildes sind nur auf einem der Fotos rein weiß oder schwarz: Daraus wird weder gelernt noch gewertet.',
    movedThings:
      '{percent, number, tenths} % des Bildes zeigen auf beiden Fotos Verschiedenes, wie von Bewegtem: Daraus wird weder gelernt noch gewertet.',
    toneLearned:
      'Kontrast oder Ton unterscheiden sich stärker als durch Belichtung ({levels, number, tenths} Stufen im Mittel): Das wird mitgelernt.',
  },
  degrade: {
    chooseTask: 'Zum Verschlechtern eines Fotos wählen Sie Schärfen, Vergrößern oder Entrauschen.',
    scale: 'Der Maßstab muss ganz sein, von {least, number} bis {most, number}, nicht {scale, number}.',
    tooSmall:
      'Ein Foto von {width, number, plain} × {height, number, plain} px ist zu klein für den Maßstab {scale, number}.',
    noise: 'Das Rauschen muss 0 oder mehr sein, nicht {noise, number}.',
    blur: 'Die Unschärfe muss 0 oder mehr sein, nicht {blur, number}.',
    size: 'Das Bild muss 1 px oder mehr messen, nicht {size, number}.',
    seed: 'Der Startwert muss eine ganze Zahl sein, nicht {seed, number, plain}.',
  },
  training: {
    goesOn: 'Lernt weiter, wo „{name}“ nach {epochs, plural, one {einer Epoche} other {# Epochen}} stand.',
    cannotGoOn:
      '„{name}“ kann so nicht weiterlernen: Methode, Patchgröße, verborgene Einheiten und Farben müssen die sein, mit denen es trainiert wurde. Stellen Sie sie zurück, oder trainieren Sie neu.',
    solvingFilter: 'Der lineare Filter wird berechnet',
    stage1: 'Stufe 1: der Generator allein',
    stage2: 'Stufe 2: gegen den Diskriminator',
    notSymmetric: 'Der gelernte Filter ist nicht symmetrisch: Es wurde nicht gespiegelt.',
    symmetric:
      '{forms, plural, one {Der gelernte Filter ist symmetrisch: Die Stücke wurden auch in einer gespiegelten oder gedrehten Fassung gelernt.} other {Der gelernte Filter ist symmetrisch: Die Stücke wurden auch in # gespiegelten oder gedrehten Fassungen gelernt.}}',
    amplified:
      'Was das Modell ändert, wird {times, number, hundredths}-fach verstärkt: Kanten sind dann am ehesten so verteilt wie im sauberen Bild.',
    displaced: 'Das saubere Bild ist um {x, number}, {y, number} px verschoben: beachtet.',
    allChannels: 'In der Farbe stecken {share, number, percent} des Fehlers: Alle drei Kanäle werden restauriert.',
    luminanceOnly: 'In der Farbe stecken {share, number, percent} des Fehlers: Nur die Helligkeit wird restauriert.',
    stoppedByHand: 'Nach {epochs, number} Durchgängen von Hand beendet.',
    timeIsUp: 'Nach {epochs, number} Durchgängen war die Zeit um.',
    diverged:
      'Das Training lief auseinander und wurde beendet; die letzten endlichen Gewichte blieben. Versuchen Sie eine kleinere Lernrate.',
    divergedAtOnce: 'Das Training lief sofort auseinander: Wählen Sie eine kleinere Lernrate.',
    nothingLearned: 'Das Training wurde beendet, bevor etwas gelernt war.',
    crispNotKept:
      'Was gegen den Diskriminator gelernt wurde, war zu weit weg vom sauberen Bild und bleibt nicht: Das Modell stellt wieder her wie nach Stufe 1.',
    discriminatorWon:
      'Der Diskriminator gewann und wurde angehalten; das Modell ist von davor. Versuchen Sie ein kleineres λ.',
    paperHoldsNothing:
      'Die Vorgabe „Artikel“ lernt aus dem ganzen Paar: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
    tooLowToHoldOut:
      'Das Bild ist keine {px, number} px breit oder hoch: Nichts wird zurückgehalten, also auch kein PSNR gemessen.',
    keptEpoch: 'Aus Durchgang {epoch, number} von {epochs, number}, nach Augenmaß gewählt.',
    noStage2: 'Stufe 2 hat keine Durchgänge: Das Modell stellt treu wieder her, ein scharfes Ende hat es nicht.',
    willHoldNothing: 'Unter {px, number} px Breite oder Höhe wird nichts zurückgehalten: Es wird kein PSNR gemessen.',
    advisedSize: 'Mindestens {width, number, plain} × {height, number, plain} px sind zum Lernen empfohlen.',
    takesLong: 'Das dauert hier lange: Weniger Durchgänge oder Einheiten oder die Vorgabe „Schnell“ gehen rascher.',
    noGradients:
      '{method} kann hier nicht trainiert werden: Der Laufzeit fehlen die Gradienten von Faltungen. Wählen Sie RNN oder den linearen Filter, oder führen Sie „npm run setup“ für das native TensorFlow aus.',
    randomDamaged: 'Der aufgehobene Zufallszustand ist beschädigt: Beginnen Sie das Training neu.',
    stage2TooSmall:
      'Stufe 2 braucht {needed, number} px in jeder Richtung, um daraus zu lernen, und es sind {there, number}. Wählen Sie kleinere Stücke oder einen größeren Ausschnitt.',
    patchTooLarge: 'Ein Stück von {patch, number} px passt nicht in {side, number} px.',
    stride: 'Die Schrittweite ist {stride, number}; sie muss von 1 bis zur Größe der Stücke, {patch, number}, reichen.',
    pixelStride:
      'Ein Modell der Art patch2pixel restauriert jedes Pixel für sich: Schrittweite 1, nicht {stride, number}.',
    exposureLearned:
      'Die Fotos unterscheiden sich in der Belichtung um {levels, number, tenths} von 255 Stufen: Auch das wird gelernt.',
    exposureMatched:
      'Die Fotos unterscheiden sich in der Belichtung um {levels, number, tenths} von 255 Stufen: Das gilt als Zufall und wurde angeglichen, nicht gelernt.',
    checked:
      'Auf {name}, woraus nicht gelernt wurde: {before, number, hundredths} → {after, number, hundredths} dB, SSIM {ssimBefore, number, thousandths} → {ssimAfter, number, thousandths}.',
    checkedWorse:
      'Auf {name}, woraus nicht gelernt wurde, schadet das Modell: {before, number, hundredths} → {after, number, hundredths} dB, SSIM {ssimBefore, number, thousandths} → {ssimAfter, number, thousandths}.',
    worseThanNothing:
      'Auf den zurückgehaltenen Quadraten ist das restaurierte Foto dem sauberen nicht näher als das verschlechterte ({reached, number, hundredths} dB gegen {input, number, hundredths} dB): Es könnte andere Fotos verschlechtern.',
    worseThanLinear:
      'Der lineare Filter allein ist auf den zurückgehaltenen Quadraten besser ({linear, number, hundredths} dB gegen {reached, number, hundredths} dB): Versuchen Sie das Verfahren linear.',
  },
  degradation: {
    blur: 'Unschärfe von etwa {px, number, tenths} px (Standardabweichung einer Gaußkurve).',
    blurAlong:
      'Unschärfe von etwa {longer, number, tenths} px entlang einer Linie {angle, number, whole}° im Uhrzeigersinn zur Waagerechten und {shorter, number, tenths} px quer dazu.',
    noise:
      'Rauschen von {middle, number, tenths} von 255 Stufen in mittleren Tönen, {dark, number, tenths} in den dunkelsten, {bright, number, tenths} in den hellsten.',
    grain: 'Seine Körner sind etwa {px, number, tenths} px breit.',
    colourGrain:
      'Seine Körner sind etwa {px, number, tenths} px breit; {percent, number, whole} % davon haben die Farben gemeinsam.',
    jpeg: 'Als JPEG mit etwa Qualität {quality, number, whole} komprimiert; die Blöcke beginnen in Spalte {x, number, whole}, Zeile {y, number, whole}.',
  },
  setting: {
    is: 'Die Einstellung {setting} ist {value}, {expected}.',
    expected: 'erwartet ist {expected}',
    cannotBe: 'Die Einstellung {setting} kann nicht {value} sein.',
    mode: 'Die Einstellung mode: {method} kennt {mode} nicht, nur {modes}.',
    judgedPatch:
      'Die Einstellung patch: Ein faltender Diskriminator braucht Stücke von {least, number} px, nicht {patch, number}.',
    oddPatch:
      'Die Einstellung patch: Der lineare Filter hat eine Mitte, seine Seite ist also ungerade, nicht {patch, number}.',
    tilePatch:
      'Die Einstellung patch: Ganze Kacheln werden aus Ausschnitten von 48 oder 96 px gelernt, nicht {patch, number}.',
    squarePatch:
      'Die Einstellungen columns und step-rows: Stücke von {method} sind quadratisch und werden als Ganzes gelesen.',
    squareJudged:
      'Die Einstellung columns: Ein faltender Diskriminator braucht quadratische Stücke. Die Voreinstellung paper hat einen anderen.',
    stepRowsPixel: 'Die Einstellung step-rows: patch2pixel liest eine Zeile je Zeitschritt.',
    stepRows:
      'Die Einstellung step-rows: Sie teilt die {patch, number} Zeilen eines Stücks in mindestens zwei Schritte; {stepRows, number} tut das nicht.',
    ofCall: '{call}: {setting} ist {value}, {expected}.',
  },
  match: {
    unknownPair: 'Dieses Modell weiß nicht, wie sein gelerntes Paar aussah.',
    tooPlain: 'Zu klein oder zu eintönig für einen Vergleich mit dem gelernten Paar.',
    near: 'Rauschen, Unschärfe und Kompression sind wie beim gelernten Paar.',
    far: 'Anders als das gelernte Paar: {how}. Sehen Sie sich das Ergebnis genau an.',
    noisier: 'mehr Rauschen ({here, number, tenths} statt {there, number, tenths} von 255)',
    lessNoisy:
      'weniger Rauschen ({here, number, tenths} statt {there, number, tenths} von 255: feine Details können verloren gehen)',
    blurrier: 'unschärfer ({here, number, tenths} px statt {there, number, tenths})',
    sharper: 'schärfer ({here, number, tenths} px statt {there, number, tenths}: kann überschärft werden)',
    moreCompressed: 'stärker komprimiert (JPEG-Blöcke)',
    lessCompressed: 'weniger komprimiert (das gelernte Paar hat JPEG-Blöcke)',
  },
  file: {
    gone: '{file} ist nicht mehr da. Suchen Sie es und wählen Sie es noch einmal.',
    goneAddAgain: '{file} ist nicht mehr da. Fügen Sie es noch einmal hinzu.',
    mayNotBeRead: '{file} darf nicht gelesen werden. Ändern Sie die Zugriffsrechte und versuchen Sie es noch einmal.',
    isLink: '{file} ist eine Verknüpfung, keine Datei. Wählen Sie die Datei selbst.',
    isFolder: '{file} ist ein Ordner, keine Datei. Wählen Sie eine Datei darin.',
    notOrdinary: '{file} ist keine gewöhnliche Datei. Wählen Sie eine Datei.',
    notRead: '{file} konnte nicht gelesen werden ({why}). Versuchen Sie es noch einmal.',
    noLongerThere: 'Diese Datei gibt es nicht mehr.',
  },
  save: {
    notSaved: '{file} wurde nicht gespeichert: {why}',
    diskFull:
      '{file} wurde nicht gespeichert: Der Datenträger des Ordners {folder} ist voll. Schaffen Sie dort {need}, oder wählen Sie einen anderen Ordner.',
    someSpace: 'etwas Platz',
    atLeast: 'mindestens {size}',
    fileTooLarge: 'Der Datenträger des Ordners {folder} fasst keine so große Datei. Wählen Sie einen anderen Ordner.',
    readOnly:
      'In den Ordner {folder} kann nicht geschrieben werden. Ändern Sie die Zugriffsrechte, oder wählen Sie einen anderen Ordner.',
    folderGone:
      'Den Ordner {folder} gibt es nicht. Schließen Sie seinen Datenträger an oder legen Sie ihn an, dann versuchen Sie es noch einmal.',
    nameTooLong: 'Der Name ist für diesen Datenträger zu lang. Wählen Sie einen kürzeren.',
    diskError: 'Der Datenträger des Ordners {folder} meldet einen Fehler ({why}). Versuchen Sie es noch einmal.',
    nameTaken: 'Es gibt schon eine Datei namens {file}. Wählen Sie einen anderen Namen.',
    otherRun:
      'Ein anderer Lauf von Onepair speichert gerade in {folder}. Warten Sie, oder wählen Sie einen anderen Ordner. Falls dort kein Rechner arbeitet, entfernen Sie {file} aus dem Ordner {inside} darin.',
    notEncoded: '{file} konnte nicht kodiert werden ({why}). Wählen Sie PNG oder TIFF.',
    formatTooSmall:
      '{file} wurde nicht gespeichert: {format} fasst bis {most, number, plain} Pixel je Seite, das Ergebnis hat {width, number, plain} × {height, number, plain}. Wählen Sie TIFF oder PNG.',
    ending:
      '„{file}“ kann nicht geschrieben werden. Der Name muss auf .png, .tiff, .jpg, .webp, .avif oder .jxl enden.',
    lostBits: 'Dieses Format fasst 8 der 16 Bit des Fotos.',
    lostAlpha: 'JPEG kennt keine Transparenz: Sie fiel weg.',
    brokenExif: 'EXIF war fehlerhaft und fiel weg.',
    brokenXmp: 'XMP war fehlerhaft und fiel weg.',
    mayHoldPlace: 'Was ebenfalls einen Ort enthalten kann, fiel weg aus: {parts}.',
    jxlTooLarge:
      '{file} wurde nicht gespeichert: Es ist zu groß, um hier als JPEG XL geschrieben zu werden. Wählen Sie TIFF oder PNG.',
    jxlWithoutLoss: 'Ohne Verlust gespeichert: Mit Verlust behielte ein JPEG XL sein Profil nicht.',
    noIptc: '{format} kann kein IPTC enthalten: Es fiel weg.',
    exifTooLong: 'EXIF war für ein JPEG zu lang und fiel weg.',
    xmpTooLong: 'XMP war für ein JPEG zu lang und fiel weg.',
    otherProfile: 'Das Farbprofil ist beschädigt oder gilt für andere Farben und fiel weg.',
    longTexts: 'Texte, die entpackt mehr als ein Megabyte ergeben, fielen weg.',
    longWords: 'EXIF oder XMP von mehr als 16 Megabyte fiel weg.',
    notANumber: 'Das Ergebnis enthält einen Wert, der keine Zahl ist.',
    hdr: 'Es ist ein HDR-Bild ({kind}): Seine Werte blieben, wie sie sind. Programme ohne Farbmanagement zeigen es zu dunkel.',
    noMap: 'Seine Lage auf der Karte (GeoTIFF) fiel weg: Nur ein TIFF derselben Größe trägt sie.',
    noFilm: 'Film oder Verstärkungskarte neben dem Bild fielen weg.',
    unknownColours:
      'Seine Kamera ist dem Raw-Entwickler nicht bekannt: Die Farben sind die des Sensors, nur ungefähr richtig.',
    unusable:
      '{file} in {folder} kann nicht verwendet werden: {why}. Sehen Sie nach, was es ist, entfernen Sie es dort oder wählen Sie einen anderen Ordner.',
    isLink: 'Es ist eine Verknüpfung, keine Datei von Onepair',
    isNotOrdinary: 'Es ist keine gewöhnliche Datei',
    isHardLink: 'Es ist ein weiterer Name einer Datei anderswo (ein harter Link)',
    isLargerThan: 'Es ist größer als {size}',
    tooMuch: '{file} würde länger, als wieder gelesen werden kann. Nichts wurde geändert.',
    moreThan: 'Er enthält mehr als {count, number} Dateien von Onepair',
    moreLinesThan: 'Es enthält mehr als {count, number} Zeilen',
    leadsElsewhere: 'Es ist eine Verknüpfung, die anderswohin führt',
    isNotAFolder: 'Es ist kein Ordner',
    stackTooLarge:
      '{file} würde größer als 4 GB, und das fasst kein TIFF. Teilen Sie den Stapel, oder restaurieren Sie ihn mit 8 Bit.',
    noPageBeside:
      '{count, plural, one {Eine Seite neben dem Bild (Maske, Infrarot) blieb weg.} other {# Seiten neben dem Bild (Masken, Infrarot) blieben weg.}}',
    noImageJ:
      'Beschriftungen und Farbtabellen von ImageJ blieben weg: Ihre Bytes sind in einer eigenen Reihenfolge gespeichert.',
    isRead: 'Aus {file} wird gelesen; es wird nie ersetzt. Wählen Sie einen anderen Namen.',
    changedByOther:
      'Ein anderes Programm ändert gerade {file} in {folder}. Versuchen Sie es noch einmal; wenn es keines gibt, entfernen Sie dort {claim}.',
  },
  upload: {
    empty: '„{file}“ ist leer. Wählen Sie eine andere Datei.',
    tooLarge: '„{file}“ ist größer als {mb, number, plain} MB. Wählen Sie eine kleinere Datei.',
    over2GB: '„{file}“ ist größer als 2 GB. Wählen Sie eine kleinere Datei.',
    notSent: '„{file}“ konnte nicht gelesen oder geschickt werden. Wählen Sie die Datei noch einmal.',
    noRoom:
      'Auf dem Datenträger ist kein Platz für „{file}“. Schaffen Sie Platz und fügen Sie die Datei noch einmal hinzu.',
    notWhole: '„{file}“ kam nicht vollständig an. Fügen Sie die Datei noch einmal hinzu.',
    notStored: '„{file}“ konnte nicht abgelegt werden ({why}). Fügen Sie die Datei noch einmal hinzu.',
    notAFile:
      'Das Abgelegte ist keine Datei auf diesem Rechner. Speichern Sie es zuerst und legen Sie dann die Datei ab.',
    gone: '„{file}“ ist nicht mehr da.',
    dropPhotos: '„{file}“ ist keine Datei. Legen Sie Fotos ab.',
    pastedNoPicture: 'Das Eingefügte ist kein Bild. Kopieren Sie eines und fügen Sie es dann ein.',
  },
  model: {
    noNetwork: 'Ein Modell des Verfahrens „{method}“ ist kein Netz: Es gibt davon keine ONNX-Datei.',
    nameTaken: 'Es gibt schon ein Modell namens „{name}“. Wählen Sie einen anderen Namen.',
    nameTakenAgain: 'Es gibt wieder ein Modell namens „{name}“. Benennen Sie es zuerst um.',
    twice: '{file} bleibt weg: Dasselbe Modell ist schon da, als „{name}“. Entfernen Sie eine der Dateien.',
    libraryUnreadable: 'Die Modelle können nicht gelesen werden. Prüfen Sie ihren Ordner und seine Zugriffsrechte.',
    severalCalled: 'Mehrere Modelle heißen „{name}“. Nehmen Sie die Kennung aus der Liste.',
    noneCalled: 'Es gibt kein Modell namens „{name}“. Die Liste zeigt, was da ist.',
    fileGone: 'Diese Modelldatei gibt es nicht mehr.',
    givesNoPicture:
      'Das Modell ergibt kein Bild: Seine Gewichte ergeben keinen Sinn. Trainieren Sie es neu oder nehmen Sie ein anderes.',
    notSaved: 'Das Modell „{name}“ wurde nicht gespeichert: {why}.',
    tooLarge: 'Das Modell „{name}“ wäre größer als 64 MiB. Lernen Sie mit weniger Einheiten.',
    cardTooLong: 'Die Beschreibung dieses Modells ist zum Speichern zu lang. Wählen Sie einen kürzeren Namen.',
    unusable: '{file} taugt nicht als Modell: {why}. Besorgen Sie die Datei noch einmal, oder lernen Sie neu.',
    newer: '{file} stammt von einem neueren Onepair (Format {format}). Aktualisieren Sie Onepair.',
    largerThan: 'Die Datei ist größer als {mib, number} MiB',
    noCard: 'Die Modellkarte fehlt',
    cardTooLarge: 'Die Modellkarte ist größer als 64 KiB',
    cardUnreadable: 'Die Modellkarte ist nicht lesbar',
    cardInvalid: 'Die Modellkarte ist ungültig ({why})',
    notAnObject: 'kein Objekt',
    weightsMissing: 'Die Gewichte „{tensor}“ fehlen',
    weightsDiffer: 'Die Gewichte „{tensor}“ sind {is}, nach den Einstellungen müssten sie {type} {needed} sein',
    weightsNotFinite: 'Die Gewichte „{tensor}“ enthalten einen Wert, der keine Zahl ist',
    strangeTensors: 'Sie enthält Tensoren, die nicht dazugehören',
    samplesDiffer: 'Die Beispielbilder sind verschieden groß',
    endsInFirstBytes: 'Die Datei endet nach wenigen Byte',
    notAModel: 'Sie beginnt nicht wie eine Modelldatei',
    endsInHeader: 'Die Datei endet im Kopf',
    headerDamaged: 'Der Kopf ist beschädigt oder nicht von Onepair geschrieben',
    endsEarly: 'Die Datei endet zu früh',
    strangeBytes: 'Die Datei enthält Byte, die zu nichts gehören',
    noHash: 'Die Prüfsumme fehlt',
    headerUnreadable: 'Der Kopf ist nicht lesbar',
    headerBare: 'Im Kopf fehlt die Beschreibung',
    strangeHeader: 'Der Kopf beschreibt kein Modell',
    wrongId: 'Die Kennung passt nicht zu Gewichten und Einstellungen',
    impossibleTensor: 'Der Kopf nennt einen unmöglichen Tensor',
    tensorType: 'Tensor {tensor} hat einen unbekannten Typ',
    tensorShape: 'Tensor {tensor} hat eine unmögliche Form',
    wrongHash: 'Inhalt und Prüfsumme stimmen nicht überein',
  },
  runtime: {
    onnxCpu:
      '{cores, plural, one {ONNX Runtime {version} · CPU · # Kern} other {ONNX Runtime {version} · CPU · # Kerne}}',
    onnx: 'ONNX Runtime {version} · {device}',
    tensorflow: 'TensorFlow {version} · {device}',
    noOnnx:
      'ONNX Runtime konnte nicht geladen werden ({why}); es restauriert TensorFlow. „npm ci“ stellt die Installation wieder her.',
    noProvider: '{engine} war gewünscht, läuft hier aber nicht.',
    endedProcess:
      'Der Grafiktreiber hat den Prozess die letzten beiden Male beendet, als {engine} versucht wurde; darum restauriert etwas anderes. Einen Tag später wird es wieder versucht.',
    otherPixels: '{engine} gab andere Pixel als der Prozessor; darum hat der Prozessor dieses Foto restauriert.',
    engineFailed: '{engine} ist gescheitert ({why}); darum hat der Prozessor dieses Foto restauriert.',
    unknownEngine: 'Eine Maschine „{engine}“ gibt es nicht. ONEPAIR_ENGINE ist eines von {engines}.',
    cpu: '{cores, plural, one {CPU · # Kern} other {CPU · # Kerne}}',
    wasm: 'WebAssembly · 1 Kern',
    noCuda:
      'CUDA war gewünscht, aber dieses TensorFlow findet keine NVIDIA-GPU: „npx onepair doctor --install-cuda“ holt CUDA oder sagt, warum es nicht geht.',
    notLoaded: 'Das native TensorFlow konnte nicht geladen werden ({why}). „npm run setup“ richtet es ein.',
    notStarted: 'Das native TensorFlow startete nicht.',
    none: 'Hier startet weder das native TensorFlow noch WebAssembly. Führen Sie „npm run setup“ aus.',
    twoCopies: 'tfjs-core ist doppelt geladen. „npm ci“ stellt die Installation wieder her.',
    testProduct: '{runtime}: Ein Probeprodukt ergab {product}, nicht 32.',
    testStep: 'Der Lernschritt des Selbsttests ergab Gewichte, die keine Zahlen sind.',
    unknown: 'Eine Laufzeit „{runtime}“ gibt es nicht. ONEPAIR_RUNTIME ist auto, cuda, cpu, wasm oder webgpu.',
    testNeedsQuiet:
      'Der Selbsttest braucht einen ruhigen Rechner: Warten Sie, bis fertig ist, was läuft, sei es eine Aufgabe oder ein anderer Selbsttest.',
  },
  graphics: {
    lost: 'der Grafikprozessor ging verloren',
    memory: 'sein Speicher war voll',
    driver: 'sein Treiber versagte: {text}',
    left: 'die Seite wurde geschlossen',
    silent: 'die Seite gab keine Antwort',
    unexpected: 'die Seite antwortete etwas Unerwartetes',
    otherLosses: 'er rechnet anders als der Prozessor',
    none: 'keine Seite hier hat einen Grafikprozessor zu bieten',
    wentOn:
      '{device} konnte nicht weiter ({why}), deshalb lernte der Prozessor {epoch, plural, =0 {von Anfang an} other {ab Epoche #}}.',
    notUsed: 'WebGPU war verlangt, aber {why}: der Prozessor lernte.',
  },
  cuda: {
    busy: 'CUDA wird nur eingerichtet und entfernt, wenn nichts läuft: Warten Sie, bis die Aufgabe fertig ist.',
    notInstalled: 'CUDA wurde nicht eingerichtet. {why}',
    notRemoved: 'CUDA wurde nicht entfernt. {why}',
  },
  study: {
    scores: {
      name: 'Verfahren',
      question: 'Welches Verfahren restauriert dies am besten, und in welcher Zeit?',
      title: 'Verfahren nebeneinander',
      about:
        'Jedes Verfahren lernt aus demselben Paar und wird an denselben Bildern gemessen (Artikel, Tabellen 1 und 2).',
      chart: 'PSNR jedes Bildes',
      axis: 'PSNR in dB',
      psnr: 'PSNR (dB)',
      table: 'Mittel über die Bilder',
      gradientDistance: 'Abstand der Gradienten (Graustufen)',
      trainSeconds: 'Lernen (s)',
      restoreSeconds: 'Restaurieren eines Bildes (s)',
      step: '{method}: Lernen und {pictures, number} Bilder',
    },
    noise: {
      name: 'Mehr Rauschen',
      question: 'Wie vertragen die Modelle mehr Rauschen, als sie lernten?',
      title: 'Mehr Rauschen als beim Lernen',
      about: 'Jedes Modell lernt einmal und restauriert Bilder mit immer mehr Rauschen (Artikel, Abb. 7).',
      level: 'σ = {sigma, number, tenths}',
      addedAxis: 'zum verschlechterten Foto hinzugefügtes Rauschen (Graustufen)',
      axis: 'Rauschen σ des Bildes (Graustufen)',
      chart: 'PSNR je nach Rauschen',
      asIs: 'Gelernt am Foto, wie es ist.',
      trainedAt: 'Gelernt bei σ = {noise, number, hundredths} Graustufen.',
      step: '{method}: Lernen und {levels, number} Stufen des Rauschens',
    },
    blur: {
      name: 'Andere Unschärfe',
      question: 'Was geschieht, wenn die Unschärfe nicht die gelernte ist?',
      title: 'Andere Unschärfe als beim Lernen',
      about:
        'Gelernt an der Unschärfe σs = 2, restauriert jedes Modell Bilder anderer Unschärfe σt. Der Theorie nach macht es aus einem schärferen Bild dasselbe wie aus seiner eigenen Unschärfe, geschärft um √(σs² − σt²) (Artikel, Abschnitt 6).',
      level: 'σt = {sigma, number, tenths}',
      chart: 'PSNR je nach Unschärfe des Bildes',
      axis: 'Unschärfe σt des Bildes (px)',
      theory: 'Gleicht f̂t, um √{difference, number} weichgezeichnet, f̂s? PSNR zwischen beiden in dB',
      blurred: 'f̂s und f̂t weichgezeichnet',
      asIs: 'f̂s und f̂t, wie sie sind',
      detail: 'Korrelation ihrer Details',
      residual: 'f̂t von σt {sigma, number} und das saubere Bild mit der Restunschärfe',
      sharpened: 'dasselbe und das saubere Bild, wie es ist',
      pictures: 'PSNR in dB bei jeder Unschärfe, {method}',
      trainedAt:
        'Gelernt bei σs = {train, number} px. f̂s wird aus der Unschärfe 2, f̂t aus der Unschärfe {test, number}.',
      column: 'Eine Spalte des Bildes, restauriert von {method}',
      row: 'Zeile (px)',
      luminance: 'Helligkeit (Graustufen)',
      blurredRoot: 'f̂t, um √3 weichgezeichnet',
      step: '{method}: Lernen und {blurs, number} Unschärfen',
    },
    patches: {
      name: 'Bildstücke',
      question: 'Wie viele Stücke reichen, um daraus zu lernen?',
      title: 'Wie viel Bild es braucht',
      about:
        'Gelernt an immer größeren Quadraten des Bildes, bis der Lernfehler überall gleich ist, dann an anderen Bildern gemessen (Artikel, Abb. 8).',
      trainingError: 'Lernfehler',
      otherError: 'Fehler auf anderen Bildern',
      trainingErrorOf: '{method}, Lernfehler',
      otherErrorOf: '{method}, Fehler auf anderen Bildern',
      chart: 'Fehler je nach Zahl der gelernten Stücke',
      axis: 'gelernte Stücke m',
      errorAxis: 'mittlerer quadratischer Fehler (Pixel in [0,1])',
      table: 'Fehler (Pixel in [0,1])',
      square: 'Quadrat (px)',
      count: 'Stücke m',
      ends: 'Das Lernen endet bei Δ = {delta}, dem halben Fehler des verschlechterten Bildes, oder mit den Schritten eines ganzen Trainings.',
      endsSome:
        'Das Lernen endet bei Δ = {delta}, dem halben Fehler des verschlechterten Bildes, oder mit den Schritten eines ganzen Trainings, so bei {some, number} von {squares, number} Quadraten.',
      closedForm: 'Der lineare Filter wird auf einmal gelöst, nicht Schritt für Schritt gelernt: Er fehlt hier.',
      plainCell:
        'Die schlichte Zelle des Artikels: kein linearer Anfang, keine Spiegelungen, keine gemittelten Gewichte.',
      step: '{method} lernt aus {width, number, plain} × {height, number, plain} px',
    },
    pictures: {
      name: 'Bilder',
      question: 'Lehrt ein Schachbrett so gut wie ein Foto?',
      chessboard: 'Schachbrett',
      leaves: 'gezeichnete Blätter',
      title: 'Was ein gutes Bild zum Lernen ist',
      about:
        'Dasselbe Lernen an einem Schachbrett, an gezeichneten Blättern und an einem Foto, an anderen Bildern gemessen (Artikel, Abb. 9).',
      chart: 'PSNR auf Bildern, aus denen nicht gelernt wurde',
      axis: 'gelernt aus',
      fields: 'Die Felder des Schachbretts messen {px, number} px.',
      step: '{method} lernt aus {picture}',
    },
    sparsity: {
      name: 'Innerer Code',
      question: 'Wie viel vom Netz schweigt?',
      title: 'Wie viel vom inneren Code schweigt',
      about:
        'Wie viele verdeckte Einheiten aktiv sind, während Stücke anderer Bilder gelesen werden (Artikel, Abschnitte 3 und 4).',
      activeChart: 'Aktive Einheiten in einer Zeile eines Stücks',
      activeAxis: 'aktive Einheiten (%)',
      rowsAxis: 'Zeilen von Stücken (%)',
      zeroChart: 'Aktivierungen von null in jeder Zeile eines Stücks',
      rowAxis: 'Zeile t des Stücks',
      zeroAxis: 'Aktivierungen von null (%)',
      table: 'Der innere Code',
      units: 'verdeckte Einheiten',
      never: 'Einheiten, die nie aktiv sind (%)',
      untrained: 'Nullen der untrainierten Zelle (%)',
      asTrained: 'Fehler, wie trainiert',
      noMemory: 'Fehler mit W_zz = 0',
      shuffled: 'Fehler mit vertauschten Zeilen',
      ista: 'W_zz zu I − DᵀD/c',
      istaUntrained: 'ebenso, untrainiert',
      unfolded: 'Entfaltete dünne Kodierung mit {steps} Schritten und so vielen Parametern wie das RNN',
      kind: 'Schritte von',
      parameters: 'Parameter',
      unfoldedError: 'Fehler restaurierter Stücke',
      unfoldedGain: 'über verschlechterten Stücken (dB)',
      unfoldedStep: '{kind}: entfaltet und trainiert',
      step: '{method}: Lernen und seine Aktivierungen',
      noCode: 'Das Verfahren {method} hat keinen inneren Code: Wählen Sie eines mit rekurrenter Zelle.',
    },
    clean: 'sauber',
    degraded: 'verschlechtert',
    method: 'Verfahren',
    picture: 'Bild',
    steps: 'Schritte',
    measuredOnItself: 'Das Bild ist klein: Es wird an dem gemessen, woraus gelernt wurde.',
    upperAndLower: 'Gelernt aus dem oberen Teil des Bildes, gemessen am unteren, den das Lernen nie sieht.',
    degradedAnew: 'Die sauberen Bilder wurden neu verschlechtert, wie zum Schärfen: Dieser Versuch muss wissen, wie.',
    drawn: 'gezeichnetes Bild {number, number}',
    upper: '{picture}, oberer Teil',
    lower: '{picture}, unterer Teil',
    realPair:
      'Ein wirkliches Paar wird an sich selbst gemessen: Lassen Sie die anderen Fotos weg oder das verschlechterte.',
    oneSize: 'Ein Versuch braucht beide Fotos in gleicher Größe: Geben Sie nur das saubere an.',
    unknown: 'Es gibt keinen Versuch „{id}“.',
  },
  shell: {
    file: 'Datei',
    view: 'Ansicht',
    runtime: 'Worauf Onepair läuft …',
    selfTest: 'Selbsttest …',
    runtimeSilent: 'Die Laufzeit antwortet nicht.',
    versions: 'TensorFlow {tensorflow}, TensorFlow.js {tfjs}, {threads, number} Threads',
    photos: 'Fotos',
    models: 'Modelle von Onepair',
    allFiles: 'Alle Dateien',
    keepRunning: 'Weiterlaufen lassen',
    close: 'Schließen',
    jobsUnderWay:
      '{count, plural, one {Eine Aufgabe ist noch nicht fertig.} other {# Aufgaben sind noch nicht fertig.}}',
    notBegun: '{job}: hat noch nicht begonnen und wird es nicht.',
    photosKept: '{job}: Was schon fertig ist, bleibt.',
    stepsKept: '{job}: Die fertigen Schritte bleiben; erneut gestartet geht es weiter.',
    nothingKept: '{job}: Noch bleibt nichts, es hat gerade erst begonnen.',
    checkpointKept: '{job}: endet; der letzte Zwischenstand bleibt und kann beim nächsten Öffnen fortgesetzt werden.',
  },
  report: {
    before: 'Vorher',
    after: 'Nachher',
    title: 'Bericht von Onepair',
    heading: 'Restauriert mit „{model}“',
    columns: {
      photo: 'Foto',
      outcome: 'Ausgang',
      result: 'Ergebnis',
      seconds: 'Sekunden',
      width: 'Breite',
      height: 'Höhe',
      bytesBefore: 'Bytes vorher',
      bytesAfter: 'Bytes nachher',
      fit: 'Wie das Paar',
      notes: 'Anmerkungen',
    },
    outcomes: {
      restored: 'restauriert',
      skipped: 'übersprungen',
      failed: 'fehlgeschlagen',
      notReached: 'nicht erreicht',
    },
    counts: {
      restored: '{count, number} restauriert',
      skipped: '{count, number} übersprungen',
      failed: '{count, number} fehlgeschlagen',
      notReached: '{count, number} nicht erreicht',
    },
    fits: { near: 'nah', far: 'anders', unknown: 'unbekannt' },
  },
} as const satisfies Translation;
