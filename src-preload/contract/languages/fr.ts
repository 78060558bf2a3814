import type { Translation } from '@contract/sentence';

export const fr = {
  plain: '{text}',
  inTurn: '{first} {second}',
  unit: {
    bytes: '{value, number} o',
    kilobytes: '{value, number, whole} ko',
    megabytes: '{value, number, size} Mo',
    gigabytes: '{value, number, tenths} Go',
    pixels: '{width, number, plain} × {height, number, plain} px',
  },
  job: {
    stopping: 'Arrêt…',
    cancelling: 'Annulation…',
    waiting: 'En attente',
    yields: 'Attend un instant une petite tâche',
    starting: 'Démarrage',
    training: 'Apprentissage',
    done: 'Terminé',
    stopped: 'Arrêté ; relancez pour continuer',
    stoppedResumable: 'Arrêté. Relancez pour continuer.',
    trainingOf: 'Apprentissage de « {name} »',
    restoringOne: 'Restauration de {photo}',
    restoringMany: '{count, plural, one {Restauration de # photo} other {Restauration de # photos}}',
    studyOn: 'Étude sur « {photo} »',
    studyOnDrawn: 'Étude sur des images dessinées',
    evaluating: 'Évaluation de {what}',
    aModel: 'un modèle',
    readingPair: 'Lecture de la paire',
    readingPictures: 'Lecture des images',
    lookingAtPhotos: 'Examen des photos',
    goingOnFrom: 'Reprise à l’époque {epoch, number}',
    epoch: 'Époque {epoch, number} sur {epochs, number}',
    savedAs: 'Enregistré sous {place}',
    photo: 'Photo {index, number} sur {count, number} : {name}',
    photosRestored: '{done, number} photos restaurées sur {count, number}',
    pictures: '{done, number} images sur {count, number}',
    noReason: 'La tâche s’est terminée sans raison donnée.',
    unknown: 'Cette tâche n’est plus connue.',
    cannotPauseYet: 'Cette tâche attend la précédente et ne peut pas encore être mise en pause.',
    cancelled: 'Annulé.',
  },
  batch: {
    folderGone: 'Le dossier {folder} n’est plus là. La restauration reprend dès qu’il est revenu.',
    reportClosed: 'Aucun programme ici n’ouvre le rapport. Il est dans le dossier nommé ci-dessus.',
    keptOther: '{file} n’est pas un résultat d’Onepair et a été gardé.',
    notBegun: 'Cette restauration n’a pas commencé ou n’est plus connue.',
    noReport: 'Cette restauration n’a pas de rapport : elle n’est pas terminée.',
    ownWay: 'Restaurée à sa façon : {model}, intensité {strength, number} %.',
    noCrispEnd:
      'Le modèle « {model} » n’a pas de bout piqué : il a été entraîné en une seule étape. Restaurez avec lui tel quel, ou entraînez un GAN.',
    diskFull:
      'Le disque de {folder} est plein : il faut {needed}, {free} sont libres. La suite se fera dès qu’il y aura de la place.',
    setAside: '{photo} a été mise de côté : {why}. Fermez d’autres programmes et réessayez.',
    cameToNoEnd:
      'l’ouverture ou l’enregistrement n’a pas abouti, deux fois ; le fichier est peut-être endommagé, ou son disque ne répond pas',
    processStopped:
      'le processus qui y travaillait s’est arrêté deux fois, peut-être par manque de mémoire ou à cause d’un fichier endommagé',
    isResult: '{file} est elle-même un résultat dans ce dossier.',
    restoredEarlier: 'Déjà restaurée lors d’un passage précédent, sous {file}.',
    alreadyThere: '{file} est déjà là.',
    tooManyNames: 'Il y a trop de fichiers nommés {name} dans le dossier. Choisissez-en un autre.',
    carriesMark: 'Elle a déjà été restaurée, avec le modèle « {model} ». Redemandez-le pour la restaurer deux fois.',
    moreLeftOut: '{count, plural, one {Un autre a été laissé} other {{count, number} autres ont été laissés}} de côté.',
    nothingToRestore: 'Il n’y a là aucune photo à restaurer. Choisissez des photos ou un autre dossier.',
    onlyResults:
      'Il n’y a là que les résultats de passages précédents. Choisissez les photos elles-mêmes pour les restaurer de nouveau.',
    noSuchInput: 'Il n’y a ni photo ni dossier {path}.',
    notUtf8:
      '{file} dans {folder} a un nom qui n’est pas en UTF-8 et a été laissé de côté. Renommez-le, puis ajoutez-le de nouveau.',
    leftOut: '{file} est {what} et a été laissé de côté. Ajoutez la photo elle-même.',
    aLink: 'un lien',
    noOrdinaryFile: 'autre chose qu’un fichier ordinaire',
  },
  evaluate: {
    noResult: 'Cette évaluation n’a pas de résultat.',
    pictureOrModel: 'Donnez soit une image dont apprendre, soit un modèle.',
    neither: 'Il n’y a ni image dont apprendre ni modèle.',
  },
  checkpoint: {
    gone: 'Cet apprentissage inachevé n’est plus là, ou il est déjà en cours.',
    unknown: 'Il n’y a pas d’apprentissage inachevé « {id} ». Commencez-en un nouveau.',
    damaged: 'L’apprentissage inachevé « {name} » est endommagé. Supprimez-le et recommencez.',
    epochGone: 'L’époque {epoch, number} de cet apprentissage n’est plus conservée. Choisissez-en une autre.',
    notWritten: 'Les points de reprise n’ont pas pu être écrits : {why}',
    diskRefused: 'le disque les a refusés.',
  },
  process: {
    computeStopped:
      'Le processus de calcul s’est arrêté subitement, peut-être par manque de mémoire. Fermez d’autres programmes, puis réessayez.',
    photosStopped:
      'Le processus des photos s’est arrêté subitement, peut-être à cause d’une photo endommagée. Laissez cette photo de côté, puis réessayez.',
    computeGaveUp: 'Le processus de calcul n’a pas pu démarrer, {times, number} fois de suite. Redémarrez Onepair.',
    photosGaveUp: 'Le processus des photos n’a pas pu démarrer, {times, number} fois de suite. Redémarrez Onepair.',
    closing: 'Onepair se ferme.',
  },
  web: {
    unreachable: 'Onepair ne répond pas. S’il a été fermé, relancez-le et utilisez la fenêtre qui s’ouvre.',
    linkUsed:
      'Cette page n’est pas reliée à Onepair : un lien ne sert qu’une fois. Ouvrez le fichier qu’Onepair indique là où il a été lancé.',
    notConnected:
      'Cette page n’est pas (ou plus) reliée à Onepair. Rouvrez-la à partir du fichier de lien ou du terminal.',
    tooMuchAtOnce: 'Trop de demandes à la fois. Attendez un instant, puis réessayez.',
    messageTooLong: 'C’est trop à la fois. Prenez moins de photos à la fois.',
    onlyTheWindow: 'Seule la fenêtre d’Onepair peut le demander.',
    answerRefused: 'La réponse a été refusée ({status, number, plain}).',
    noDialogs: 'Une page de navigateur n’a pas de dialogues du système. Choisissez dans la liste.',
  },
  photo: {
    noneIn: 'Il n’y a pas de photo JPEG, PNG, TIFF, WebP, AVIF ou HEIC dans {path}.',
    partNamedWhole: 'Une partie d’image se désigne par x, y, largeur et hauteur ensemble.',
    regionOutside:
      'La zone de {width, number, plain} × {height, number, plain} px en ({x, number, plain}, {y, number, plain}) dépasse de l’image de {pictureWidth, number, plain} × {pictureHeight, number, plain} px : choisissez-en une à l’intérieur.',
    empty: '{file} est vide. Récupérez le fichier.',
    rawUnknown:
      '{file} est un fichier brut d’un appareil inconnu ici. Exportez un TIFF 16 bits de votre logiciel de développement et utilisez-le.',
    rawUnread:
      '{file} est un fichier brut qui n’a pas pu être développé : il est endommagé, ou compressé d’une façon qui n’est pas lue ici. Exportez un TIFF 16 bits de votre logiciel de développement et utilisez-le.',
    rawNoEnd:
      'Le développement de {file} a pris trop de temps. Exportez un TIFF 16 bits de votre logiciel de développement et utilisez-le.',
    noDeveloper:
      '{file} ne peut pas être développé : {program} est choisi pour les fichiers raw, mais introuvable sur cet ordinateur. Installez-le, ou choisissez LibRaw dans les réglages (--developer libraw).',
    notDevelopedBy:
      '{file} n’a pas pu être développé par {program}. Choisissez LibRaw dans les réglages (--developer libraw), ou exportez-en un TIFF 16 bits.',
    otherKind: '{file} est {kind}, ce qui n’est pas lu ici. Enregistrez-le en PNG ou TIFF et utilisez ce fichier.',
    gif: 'un GIF',
    bmp: 'un BMP',
    pdf: 'un PDF',
    jpegLs: 'un JPEG-LS',
    jp2: 'un JPEG 2000',
    photoshop: 'un fichier Photoshop',
    icon: 'une icône',
    drawing: 'un dessin ou une page web',
    notAPhoto:
      '{file} n’est pas une photo qui puisse être lue ici. JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL et les fichiers bruts d’appareils le sont.',
    tooManyBytes: '{file} dépasse {size} : ce n’est pas une photo. Laissez-la de côté.',
    unpacksTo:
      '{file} donnerait {size} une fois décompressé, plus de cent fois sa taille : le fichier n’est donc pas lu. Laissez-le de côté.',
    jxlUnread:
      '{file} ne peut pas être lu : il est endommagé, ou trop grand pour un JPEG XL. Enregistrez-le en TIFF et utilisez ce fichier.',
    heicTooLarge: '{file} est trop grande pour un HEIC. Exportez-la en JPEG, PNG ou TIFF et utilisez ce fichier.',
    film: '{file} est un film ou un format d’image inconnu. JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG XL et les fichiers bruts d’appareils peuvent être lus.',
    endsEarly: '{file} s’arrête trop tôt : il manque une partie du fichier. Copiez-le de nouveau depuis son origine.',
    notItsBytes: '{file} n’est pas ce que disent ses premiers octets. Enregistrez-la de nouveau en PNG ou TIFF.',
    cmyk: '{file} est une image CMJN pour l’impression. Convertissez-la en RVB et enregistrez-la de nouveau.',
    depth: '{file} n’a pas d’échantillons de 8 ou 16 bits. Enregistrez-la en TIFF 16 bits.',
    neitherGreyNorRgb: '{file} n’est ni en gris ni en RVB. Convertissez-la en RVB et enregistrez-la de nouveau.',
    manyScans:
      '{file} compte plus de passes qu’aucun programme n’en écrit et n’en finirait pas. Ouvrez-la ailleurs et enregistrez-la de nouveau.',
    tooLargeForThis:
      '{file} est trop grande pour cela ({width, number, plain} × {height, number, plain} px ; jusqu’à {most, number, plain} millions de pixels). Découpez la partie utile.',
    tooLarge:
      '{file} est trop grande ({size} pixels ; jusqu’à 268 millions et {side, number, plain} par côté). Découpez-la.',
    tooManyPixels:
      '{file} a trop de pixels : jusqu’à 268 millions et {side, number, plain} par côté peuvent être lus. Découpez-la.',
    damaged: '{file} est endommagée et illisible. Copiez-la de nouveau, ou ouvrez-la et enregistrez-la ailleurs.',
    changed: '{file} a changé pendant la lecture. Réessayez.',
    notInSession: 'Cette photo ne fait plus partie de la session. Ajoutez-la de nouveau.',
    partOutsideOf: 'Cette partie est hors de {photo} ({width, number, plain} × {height, number, plain} pixels).',
    partOutside: 'Cette partie est hors de l’image.',
    channels: 'Une image doit avoir 1 ou 3 canaux, pas {channels, number} : enregistrez-la en RVB ou en gris.',
    unlike: 'Les images à comparer doivent être du même genre, ce que ne sont pas {pictures}.',
    shape: '{width, number, plain} × {height, number, plain} px, {channels, number} canaux',
    comparedOn:
      'Les images n’ont pas la même taille : comparées sur les {width, number, plain} × {height, number, plain} px en haut à gauche.',
    tooSmallToCompare:
      'Des images de {width, number, plain} × {height, number, plain} px sont trop petites pour être comparées : il faut {least, number} px.',
    cannotHaveChannels: 'Une image ne peut pas avoir {channels, number} canaux.',
    decodedBytes: 'Une image décodée a {bytes, number, plain} octets au lieu de {expected, number, plain}. Réessayez.',
    tiffBits: '{file} est un TIFF de {bits, number} bits. Enregistrez-la en TIFF 16 bits.',
    jpeg12: '{file} est un JPEG de 12 bits. Enregistrez-la en TIFF 16 bits.',
    signed:
      '{file} contient des valeurs signées de {bits, number} bits. Enregistrez-la avec des valeurs de 16 bits non signées.',
    floating: '{file} contient des valeurs à virgule flottante de {bits, number} bits. Enregistrez-la en TIFF 16 bits.',
    ycbcr: '{file} contient des couleurs YCbCr sans compression JPEG, ce qui n’est pas lu ici. Enregistrez-le en RVB.',
    lab: '{file} est une image CIELab. Convertissez-la en RVB et enregistrez-la de nouveau.',
    compression:
      '{file} est comprimée avec {compression}, ce qui n’est pas lu ici. Enregistrez-la en TIFF avec LZW ou sans compression.',
    oldJpeg: 'JPEG à l’ancienne',
    compressionNumber: 'la compression {number, number, plain}',
    planar:
      '{file} range ses couleurs l’une après l’autre d’une façon qui n’est pas lue ici. Enregistrez-la avec des couleurs entrelacées.',
    stackNeedsTiff:
      '{file} est une pile de {count, number} pages, que seul un TIFF contient. Choisissez TIFF, ou « comme la photo ».',
    severalPictures:
      '{file} contient {count, number} images, et une seule serait restaurée. Enregistrez chaque page dans un fichier à part.',
    animated: '{file} est une animation. Enregistrez l’image voulue en PNG.',
    partlyDamaged:
      '{file} est endommagée : {much} peut être fausse. Copiez-la de nouveau depuis son origine, ou autorisez les photos endommagées.',
    unseenDamage:
      '{file} est un JPEG d’un codage rare (sans perte, arithmétique), où un dommage ne se distingue pas de l’image. Enregistrez-la en PNG, ou autorisez les photos endommagées.',
    aPart: 'une partie',
    aboutPercent: 'environ {percent, number} %',
  },
  folder: {
    notAnswering: 'Le disque du dossier {folder} ne répond pas. Reconnectez-le, puis réessayez.',
    inSystemDialog: 'Ici, les dossiers se choisissent dans le dialogue du système.',
    notInSession: 'Ce dossier ne fait plus partie de la session. Choisissez-le de nouveau.',
    gone: 'Ce dossier n’est plus là. Choisissez-en un autre.',
    unreadable: '« {folder} » ne peut pas être lu. Choisissez un autre dossier.',
    noSuchPlace: 'Ce n’est pas un endroit que la ligne de commande a nommé.',
    belongsToOther:
      'Le dossier {folder} appartient à quelqu’un d’autre. Choisissez un autre endroit avec ONEPAIR_HOME.',
  },
  pair: {
    secondIsTwo: 'Une seconde paire, ce sont deux photos : choisissez les deux à la fois.',
    tooMany: 'Choisissez une photo, ou les deux d’une paire.',
    sameSize:
      'L’agrandissement s’apprend d’une petite photo et d’une photo nette 2 à 4 fois plus grande, mais celles-ci ont la même taille : choisissez une autre tâche ou une autre photo.',
    onItsSide:
      'Une photo est couchée ({degraded} : {degradedSize}, {clean} : {cleanSize}) : tournez-la, enregistrez-la et ajoutez-la de nouveau.',
    reversed:
      'La photo dégradée est la plus grande ({degraded} : {degradedSize}, {clean} : {cleanSize}) : échangez les deux.',
    sizesDiffer: 'Les photos n’ont pas la même taille ({degraded} : {degradedSize}, {clean} : {cleanSize}) : {remedy}.',
    alignCrops: '« Aligner » recadre les deux sur leur partie commune',
    exportSameSize: 'exportez-les à la même taille',
    largerForOtherTask:
      'La photo nette est {scale, number} fois plus grande ({degraded} : {degradedSize}, {clean} : {cleanSize}) : choisissez l’agrandissement, ou exportez-les à la même taille.',
    larger: 'La photo nette est {scale, number} fois plus grande : cette paire enseigne l’agrandissement.',
    notQuiteLarger:
      'La photo nette n’est pas tout à fait {scale, number} fois plus grande ({degraded} : {degradedSize}, {clean} : {cleanSize}) : {remedy}.',
    regionOutside: 'La zone dépasse de la photo ({size}) : tracez-la de nouveau à l’intérieur.',
    photoBelowPatch:
      'La photo est trop petite pour en apprendre ({size}) : pas un seul carré de {patch, number} px n’y tient. Choisissez une photo plus grande.',
    regionBelowPatch:
      'La zone est trop petite pour en apprendre ({size}) : pas un seul carré de {patch, number} px n’y tient. Choisissez une zone plus grande.',
    photoTooSmall:
      'La photo est trop petite pour en apprendre ({size}) : il faut {least, number} px par côté, {advised, number} px sont conseillés.',
    regionTooSmall:
      'La zone est trop petite pour en apprendre ({size}) : il faut {least, number} px par côté, {advised, number} px sont conseillés.',
    photoSmall: 'La photo est petite ({size}) : à partir de {advised, number} px par côté, on apprend mieux.',
    regionSmall: 'La zone est petite ({size}) : à partir de {advised, number} px par côté, on apprend mieux.',
    degradedGrey: 'La photo dégradée est en gris et la nette en couleur : seule la luminosité peut s’apprendre.',
    cleanGrey: 'La photo nette est en gris et la dégradée en couleur : seule la luminosité peut s’apprendre.',
    littleInCommon: 'Les photos ont trop peu en commun pour être comparées : vérifiez qu’elles montrent la même scène.',
    aligned: 'Les photos se superposent (à {within, number} px près).',
    shiftedAlign: 'La photo nette est décalée de {direction} : « Aligner » recadre les deux.',
    shiftedLittle:
      'La photo nette est décalée de {direction} : trop peu pour recadrer ; les photos restaurées se déplaceront d’autant.',
    up: '{px, number} px vers le haut',
    down: '{px, number} px vers le bas',
    bothWays: '{across} et {down}',
    right: '{px, number} px vers la droite',
    left: '{px, number} px vers la gauche',
    identical: 'Les photos sont identiques, il n’y a rien à apprendre : choisissez une autre photo dégradée ou nette.',
    cleanNoisier:
      'La photo nette est plus bruitée que la dégradée ({clean, number, tenths} contre {degraded, number, tenths} niveaux sur 255 aux endroits calmes). Si elles ont été confondues, échangez-les.',
    cleanSofter:
      'La photo nette est plus douce que la dégradée, dont les détails fins sont {percent, number} % plus forts. Si elles ont été confondues, échangez-les.',
    hardlyDiffer: 'Les photos diffèrent à peine ({db, number, whole} dB) : le modèle n’apprendra presque rien.',
    brighter:
      'La photo nette est plus claire de {percent, number} % du blanc : le modèle éclaircira aussi les autres photos. Accordez d’abord l’exposition si vous ne le voulez pas.',
    darker:
      'La photo nette est plus sombre de {percent, number} % du blanc : le modèle assombrira aussi les autres photos. Accordez d’abord l’exposition si vous ne le voulez pas.',
    noCropHelps:
      'Aucun recadrage ne rapprocherait ces deux photos : prenez-les telles quelles, ou alignez-les dans un logiciel de retouche.',
    sizesNotAtScale:
      'L’image dégradée mesure {degraded}, la nette {clean} : les deux doivent montrer le même cadre à l’échelle {scale, number}.',
    sizesNotEqual:
      'L’image dégradée mesure {degraded}, la nette {clean} : les deux doivent montrer le même cadre à la même taille. Recadrez-les ou exportez-les de la même façon.',
    regionBeyond: 'La zone dépasse de l’image de {size} : choisissez-la à l’intérieur.',
    tooSmall: '{size}, c’est trop petit pour en apprendre : il faut au moins {least, number} px dans chaque sens.',
  },
  burst: {
    one: 'C’est une seule photo : une rafale, ce sont au moins deux prises d’une scène immobile.',
    laid: '{used, number} prises sur {count, number} sont posées sur la première, à {px, number, tenths} px au plus ; {percent, number, hundredths} % de leurs valeurs sont aberrantes et exclues de la moyenne.',
    others: 'Prises qui montrent autre chose que la première et sont exclues : {count, number}.',
    few: '{count, number} prises sont trop peu pour une moyenne nette : chacune est apprise contre la moyenne des autres (Noise2Noise). Le bruit s’annule sur de nombreux patchs, pas dans l’image : l’apprentissage est à peu près aussi bon, mais les scores portent sur des images bruitées et sont trop bas.',
    sizes: 'Les prises n’ont pas la même taille : celles d’une rafale sont semblables.',
    tooLarge:
      'Cette rafale compte {megapixels, number} mégapixels en tout, plus que {most, number} : recadrez les prises ou donnez-en moins.',
    none: 'Aucune autre prise ne montre ce que montre la première : donnez des prises d’une scène immobile.',
  },
  recipe: {
    psfLarge:
      'L’image de la PSF mesure {width, number} × {height, number} px : elle peut aller jusqu’à {most, number} × {most, number} px.',
    psfBlack: 'L’image de la PSF est noire : elle montre ce que devient un point lumineux.',
  },
  prepare: {
    profiles:
      'Les deux photos ont des profils de couleurs différents, en moyenne {levels, number, tenths} niveaux sur 255 d’écart : la photo nette est convertie dans le profil de la photo dégradée.',
    moved: 'La photo nette se trouve {how} : elle est posée sur la dégradée.',
    clockwise: 'tournée de {degrees, number} ° dans le sens horaire',
    counterclockwise: 'tournée de {degrees, number} ° dans le sens antihoraire',
    larger: '{percent, number} % plus grande',
    smaller: '{percent, number} % plus petite',
    perspective: 'décalée de {px, number} px en perspective',
    borders:
      'Une photo a un bord vide que l’autre n’a pas ({left, number} px à gauche, {top, number} px en haut, {right, number} px à droite, {bottom, number} px en bas) : il est coupé sur les deux.',
    asBright: 'aussi claire',
    brighter: 'plus claire de {ev, number} IL',
    darker: 'plus sombre de {ev, number} IL',
    tone: 'La photo nette est {exposure}, ses couleurs s’écartent de {cast, number} IL ({levels, number, tenths} niveaux sur 255) : elle est accordée à la dégradée.',
    clipped:
      '{percent, number, tenths} % de l’image est tout blanc ou tout noir sur une seule des photos : cela est exclu de l’apprentissage et des scores.',
    movedThings:
      '{percent, number, tenths} % de l’image montre autre chose sur chaque photo, comme après un mouvement : cela est exclu de l’apprentissage et des scores.',
    toneLearned:
      'Le contraste ou les tons diffèrent plus que l’exposition ({levels, number, tenths} niveaux en moyenne) : cela s’apprend avec le reste.',
  },
  degrade: {
    chooseTask: 'Pour dégrader une photo, choisissez l’une des tâches défloutage, agrandissement et débruitage.',
    scale: 'L’échelle doit être un nombre entier de {least, number} à {most, number}, pas {scale, number}.',
    tooSmall:
      'Une photo de {width, number, plain} × {height, number, plain} px est trop petite pour l’échelle {scale, number}.',
    noise: 'Le bruit doit être de 0 ou plus, pas {noise, number}.',
    blur: 'Le flou doit être de 0 ou plus, pas {blur, number}.',
    size: 'L’image doit mesurer 1 px ou plus, pas {size, number}.',
    seed: 'La graine doit être un nombre entier, pas {seed, number, plain}.',
  },
  training: {
    goesOn:
      'Continue à partir de « {name} », qui avait appris pendant {epochs, plural, one {une époque} other {# époques}}.',
    cannotGoOn:
      '« {name} » ne peut pas continuer ainsi : méthode, taille des patchs, unités cachées et couleurs doivent être celles de son entraînement. Rétablissez-les, ou entraînez de nouveau.',
    solvingFilter: 'Calcul du filtre linéaire',
    stage1: 'Étape 1 : le générateur seul',
    stage2: 'Étape 2 : contre le discriminateur',
    notSymmetric: 'Le filtre appris n’est pas symétrique : les patchs n’ont pas été retournés.',
    symmetric:
      '{forms, plural, one {Le filtre appris est symétrique : les patchs ont aussi été appris dans une forme en miroir ou tournée.} other {Le filtre appris est symétrique : les patchs ont aussi été appris dans # formes en miroir ou tournées.}}',
    amplified:
      'Ce que le modèle change est amplifié {times, number, hundredths} fois : les gradients sont alors répartis le plus comme dans l’image nette.',
    displaced: 'L’image nette est décalée de {x, number}, {y, number} px : il en est tenu compte.',
    allChannels: 'La couleur porte {share, number, percent} de ce qui a été perdu : les trois canaux sont restaurés.',
    luminanceOnly:
      'La couleur porte {share, number, percent} de ce qui a été perdu : seule la luminance est restaurée.',
    stoppedByHand: 'Arrêté à la main après {epochs, number} époques.',
    timeIsUp: 'Le temps était écoulé après {epochs, number} époques.',
    diverged:
      'L’apprentissage a divergé et a été arrêté ; les derniers poids finis ont été gardés. Essayez un taux d’apprentissage plus bas.',
    divergedAtOnce: 'L’apprentissage a divergé tout de suite : choisissez un taux d’apprentissage plus bas.',
    nothingLearned: 'L’apprentissage a été arrêté avant d’avoir appris quoi que ce soit.',
    crispNotKept:
      'Ce qui a été appris contre le discriminateur était trop loin de l’image nette et n’est pas gardé : le modèle restaure comme après l’étape 1.',
    discriminatorWon:
      'Le discriminateur l’a emporté et a été arrêté ; le modèle date d’avant. Essayez un λ plus petit.',
    paperHoldsNothing:
      'Le préréglage « Article » apprend de toute la paire : rien n’est mis de côté, il n’y a donc pas de PSNR de validation.',
    tooLowToHoldOut:
      'L’image fait moins de {px, number} px de large ou de haut : rien n’est mis de côté, il n’y a donc pas de PSNR de validation.',
    keptEpoch: 'Gardé de l’époque {epoch, number} sur {epochs, number}, choisie à l’œil.',
    noStage2: 'L’étape 2 n’a pas d’époques : le modèle restaure fidèlement, sans réglage vers « piqué ».',
    willHoldNothing:
      'En dessous de {px, number} px de large ou de haut, rien n’est mis de côté : il n’y aura pas de PSNR de validation.',
    advisedSize: 'Il est conseillé d’apprendre d’au moins {width, number, plain} × {height, number, plain} px.',
    takesLong: 'C’est long ici : moins d’époques ou d’unités, ou le préréglage « Rapide », vont plus vite.',
    noGradients:
      '{method} ne peut pas apprendre ici : cet environnement n’a pas les gradients des convolutions. Choisissez rnn ou linear, ou lancez « npm run setup » pour TensorFlow natif.',
    randomDamaged: 'L’état aléatoire enregistré est endommagé : recommencez l’apprentissage.',
    stage2TooSmall:
      'L’étape 2 demande {needed, number} px dans chaque sens pour apprendre, et il y en a {there, number}. Choisissez des patchs plus petits ou une zone plus grande.',
    patchTooLarge: 'Un carré de {patch, number} px ne tient pas dans {side, number} px.',
    stride: 'Le pas est de {stride, number} ; il doit aller de 1 à la taille du carré, {patch, number}.',
    pixelStride: 'Un modèle patch2pixel restaure chaque pixel à part : pas de 1, et non de {stride, number}.',
    exposureLearned:
      'Les photos diffèrent en exposition de {levels, number, tenths} niveaux sur 255 : cela aussi est appris.',
    exposureMatched:
      'Les photos diffèrent en exposition de {levels, number, tenths} niveaux sur 255 : c’est pris pour un hasard et ajusté, pas appris.',
    checked:
      'Sur {name}, dont rien n’a été appris : {before, number, hundredths} → {after, number, hundredths} dB, SSIM {ssimBefore, number, thousandths} → {ssimAfter, number, thousandths}.',
    checkedWorse:
      'Sur {name}, dont rien n’a été appris, le modèle dégrade : {before, number, hundredths} → {after, number, hundredths} dB, SSIM {ssimBefore, number, thousandths} → {ssimAfter, number, thousandths}.',
    worseThanNothing:
      'Sur les carrés mis de côté, la photo restaurée n’est pas plus proche de la photo nette que la photo dégradée ({reached, number, hundredths} dB contre {input, number, hundredths} dB) : il pourrait dégrader d’autres photos.',
    worseThanLinear:
      'Le filtre linéaire seul fait mieux sur les carrés mis de côté ({linear, number, hundredths} dB contre {reached, number, hundredths} dB) : essayez la méthode linear.',
  },
  degradation: {
    blur: 'Flou d’environ {px, number, tenths} px (écart type d’une gaussienne).',
    blurAlong:
      'Flou d’environ {longer, number, tenths} px le long d’une ligne à {angle, number, whole}° de l’horizontale, dans le sens horaire, et {shorter, number, tenths} px en travers.',
    noise:
      'Bruit de {middle, number, tenths} niveaux sur 255 dans les tons moyens, {dark, number, tenths} dans les plus sombres, {bright, number, tenths} dans les plus clairs.',
    grain: 'Ses grains ont environ {px, number, tenths} px de large.',
    colourGrain:
      'Ses grains ont environ {px, number, tenths} px de large ; les couleurs en partagent {percent, number, whole} %.',
    jpeg: 'Compressé en JPEG de qualité {quality, number, whole} environ ; ses blocs commencent à la colonne {x, number, whole}, ligne {y, number, whole}.',
  },
  setting: {
    is: 'Le réglage {setting} vaut {value}, {expected}.',
    expected: 'attendu : {expected}',
    cannotBe: 'Le réglage {setting} ne peut pas valoir {value}.',
    mode: 'Le réglage mode : {method} n’a pas de mode {mode}, seulement {modes}.',
    judgedPatch:
      'Le réglage patch : un discriminateur convolutif demande des patchs de {least, number} px, pas de {patch, number}.',
    oddPatch: 'Le réglage patch : le filtre linéaire a un centre, son côté est donc impair, pas {patch, number}.',
    tilePatch:
      'Le réglage patch : les tuiles entières s’apprennent de découpes de 48 ou 96 px, pas de {patch, number}.',
    squarePatch: 'Les réglages columns et step-rows : les patchs de {method} sont carrés et lus en entier.',
    squareJudged:
      'Le réglage columns : un discriminateur convolutif demande des patchs carrés. Le préréglage paper en a un autre.',
    stepRowsPixel: 'Le réglage step-rows : patch2pixel lit une ligne par pas de temps.',
    stepRows:
      'Le réglage step-rows : il divise les {patch, number} lignes d’un patch en deux pas au moins, ce que {stepRows, number} ne fait pas.',
    ofCall: '{call} : {setting} vaut {value}, {expected}.',
  },
  match: {
    unknownPair: 'Ce modèle ne sait pas à quoi ressemblait sa paire d’apprentissage.',
    tooPlain: 'Trop petite ou trop uniforme pour être comparée à la paire d’apprentissage.',
    near: 'Bruit, flou et compression ressemblent à ceux de la paire d’apprentissage.',
    far: 'Différente de la paire d’apprentissage : {how}. Regardez bien le résultat.',
    noisier: 'plus de bruit ({here, number, tenths} contre {there, number, tenths} sur 255)',
    lessNoisy:
      'moins de bruit ({here, number, tenths} contre {there, number, tenths} sur 255 : des détails fins peuvent se perdre)',
    blurrier: 'plus floue ({here, number, tenths} px contre {there, number, tenths})',
    sharper: 'plus nette ({here, number, tenths} px contre {there, number, tenths} : elle peut devenir trop dure)',
    moreCompressed: 'plus comprimée (blocs JPEG)',
    lessCompressed: 'moins comprimée (la paire d’apprentissage a des blocs JPEG)',
  },
  file: {
    gone: '{file} n’est plus là. Cherchez-le et choisissez-le de nouveau.',
    goneAddAgain: '{file} n’est plus là. Ajoutez-le de nouveau.',
    mayNotBeRead: '{file} ne peut pas être lu. Changez ses droits d’accès et réessayez.',
    isLink: '{file} est un lien, pas un fichier. Choisissez le fichier lui-même.',
    isFolder: '{file} est un dossier, pas un fichier. Choisissez un fichier dedans.',
    notOrdinary: '{file} n’est pas un fichier ordinaire. Choisissez un fichier.',
    notRead: '{file} n’a pas pu être lu ({why}). Réessayez.',
    noLongerThere: 'Ce fichier n’est plus là.',
  },
  save: {
    notSaved: '{file} n’a pas été enregistré : {why}',
    diskFull:
      '{file} n’a pas été enregistré : le disque du dossier {folder} est plein. Libérez-y {need}, ou choisissez un autre dossier.',
    someSpace: 'de la place',
    atLeast: 'au moins {size}',
    fileTooLarge:
      'le disque du dossier {folder} ne peut pas contenir un fichier aussi gros. Choisissez un autre dossier.',
    readOnly:
      'il est impossible d’écrire dans le dossier {folder}. Changez ses droits d’accès, ou choisissez un autre dossier.',
    folderGone: 'le dossier {folder} n’est pas là. Connectez son disque ou créez-le, puis réessayez.',
    nameTooLong: 'son nom est trop long pour ce disque. Choisissez un nom plus court.',
    diskError: 'le disque du dossier {folder} a signalé une erreur ({why}). Réessayez.',
    nameTaken: 'Il y a déjà un fichier nommé {file}. Choisissez un autre nom.',
    otherRun:
      'Un autre Onepair enregistre dans {folder}. Attendez-le, ou choisissez un autre dossier. Si aucun ordinateur n’y travaille, retirez {file} de son dossier {inside}.',
    notEncoded: '{file} n’a pas pu être encodée ({why}). Choisissez PNG ou TIFF.',
    formatTooSmall:
      '{file} n’a pas été enregistré : {format} contient jusqu’à {most, number, plain} pixels par côté, le résultat en a {width, number, plain} × {height, number, plain}. Choisissez TIFF ou PNG.',
    ending: '« {file} » ne peut pas être écrit. Terminez le nom par .png, .tiff, .jpg, .webp, .avif ou .jxl.',
    lostBits: 'Ce format garde 8 des 16 bits de la photo.',
    lostAlpha: 'JPEG n’a pas de transparence : elle a été laissée de côté.',
    brokenExif: 'Ses données EXIF sont abîmées et ont été laissées de côté.',
    brokenXmp: 'Ses données XMP sont abîmées et ont été laissées de côté.',
    mayHoldPlace: 'Ce qui peut aussi contenir un lieu a été retiré de : {parts}.',
    jxlTooLarge:
      '{file} n’a pas été enregistré : il est trop grand pour être écrit ici en JPEG XL. Choisissez TIFF ou PNG.',
    jxlWithoutLoss: 'Enregistré sans perte : avec perte, un JPEG XL ne garderait pas son profil.',
    noIptc: '{format} ne peut pas contenir d’IPTC : laissé de côté.',
    exifTooLong: 'Ses données EXIF sont trop longues pour un JPEG et ont été laissées de côté.',
    xmpTooLong: 'Ses données XMP sont trop longues pour un JPEG et ont été laissées de côté.',
    otherProfile: 'Son profil est abîmé ou vaut pour d’autres couleurs et a été laissé de côté.',
    longTexts: 'Des textes de plus d’un mégaoctet une fois décompressés ont été laissés de côté.',
    longWords: 'Des données EXIF ou XMP de plus de 16 mégaoctets ont été laissées de côté.',
    notANumber: 'Le résultat contient une valeur qui n’est pas un nombre.',
    noMap: 'Sa position sur la carte (GeoTIFF) a été laissée de côté : seul un TIFF de même taille la porte.',
    noFilm: 'Le film ou la carte de gain à côté de l’image a été laissé de côté.',
    unknownColours:
      'Son appareil n’est pas connu du développeur raw : les couleurs sont celles du capteur, seulement à peu près justes.',
    unusable:
      '{file} dans {folder} ne peut pas être utilisé : {why}. Regardez ce que c’est, retirez-le, ou choisissez un autre dossier.',
    isLink: 'c’est un lien, pas un fichier d’Onepair',
    isNotOrdinary: 'ce n’est pas un fichier ordinaire',
    isHardLink: 'c’est un autre nom d’un fichier situé ailleurs (un lien physique)',
    isLargerThan: 'il dépasse {size}',
    tooMuch: '{file} deviendrait trop long pour être relu. Rien n’a été changé.',
    moreThan: 'il contient plus de {count, number} fichiers d’Onepair',
    moreLinesThan: 'il contient plus de {count, number} lignes',
    leadsElsewhere: 'c’est un lien qui mène ailleurs',
    isNotAFolder: 'ce n’est pas un dossier',
    hdr: 'C’est une image HDR ({kind}) : ses valeurs ont été gardées telles quelles. Les programmes qui ne gèrent pas les couleurs la montrent trop sombre.',
    stackTooLarge:
      '{file} dépasserait 4 Go, ce qu’un TIFF ne contient pas. Divisez la pile, ou restaurez-la en 8 bits.',
    noPageBeside:
      '{count, plural, one {Une page à côté de l’image (masque, infrarouge) a été omise.} other {# pages à côté de l’image (masques, infrarouge) ont été omises.}}',
    noImageJ: 'Les libellés et les tables de couleurs d’ImageJ ont été omis : leurs octets suivent un ordre à part.',
    isRead: '{file} est ce qui est lu ; il n’est jamais remplacé. Choisissez un autre nom.',
    changedByOther:
      'Un autre programme modifie {file} dans {folder}. Réessayez ; s’il n’y en a pas, retirez-y {claim}.',
  },
  upload: {
    empty: '« {file} » est vide. Choisissez un autre fichier.',
    tooLarge: '« {file} » dépasse {mb, number, plain} Mo. Choisissez un fichier plus petit.',
    over2GB: '« {file} » dépasse 2 Go. Choisissez un fichier plus petit.',
    notSent: '« {file} » n’a pas pu être lu ou envoyé. Choisissez-le de nouveau.',
    noRoom: 'Le disque n’a pas de place pour « {file} ». Libérez de la place, puis ajoutez-le de nouveau.',
    notWhole: '« {file} » n’est pas arrivé entier. Ajoutez-le de nouveau.',
    notStored: '« {file} » n’a pas pu être rangé ({why}). Ajoutez-le de nouveau.',
    notAFile:
      'Ce qui a été déposé n’est pas un fichier de cet ordinateur. Enregistrez-le d’abord, puis déposez le fichier.',
    gone: '« {file} » n’est plus là.',
    dropPhotos: '« {file} » n’est pas un fichier. Déposez des photos.',
    pastedNoPicture: 'Ce qui a été collé n’est pas une image. Copiez-en une, puis collez-la.',
  },
  model: {
    noNetwork: 'Un modèle de la méthode « {method} » n’est pas un réseau : il n’a pas de fichier ONNX.',
    nameTaken: 'Il y a déjà un modèle nommé « {name} ». Choisissez un autre nom.',
    nameTakenAgain: 'Il y a de nouveau un modèle nommé « {name} ». Renommez-le d’abord.',
    twice:
      '{file} est laissé de côté : le même modèle est déjà dans la bibliothèque, sous « {name} ». Retirez l’un des fichiers.',
    libraryUnreadable: 'La bibliothèque de modèles ne peut pas être lue. Vérifiez son dossier et ses droits d’accès.',
    severalCalled: 'Plusieurs modèles s’appellent « {name} ». Utilisez l’identifiant que montre la liste.',
    noneCalled: 'Il n’y a pas de modèle nommé « {name} » dans la bibliothèque. La liste montre ce qu’il y a.',
    fileGone: 'Ce fichier de modèle n’est plus là.',
    givesNoPicture:
      'Le modèle ne donne pas d’image : ses poids n’ont pas de sens. Entraînez-le de nouveau, ou prenez-en un autre.',
    notSaved: 'Le modèle « {name} » n’a pas été enregistré : {why}.',
    tooLarge: 'Le modèle « {name} » dépasserait 64 Mio. Entraînez-le avec moins d’unités.',
    cardTooLong: 'La description de ce modèle est trop longue pour être enregistrée. Choisissez un nom plus court.',
    unusable: '{file} ne peut pas servir de modèle : {why}. Récupérez le fichier ou recommencez l’apprentissage.',
    newer: '{file} vient d’un Onepair plus récent (format {format}). Mettez Onepair à jour pour l’utiliser.',
    largerThan: 'il dépasse {mib, number} Mio',
    noCard: 'il n’a pas de fiche de modèle',
    cardTooLarge: 'sa fiche de modèle dépasse 64 Kio',
    cardUnreadable: 'sa fiche de modèle est illisible',
    cardInvalid: 'sa fiche de modèle n’est pas valable ({why})',
    notAnObject: 'pas un objet',
    weightsMissing: 'les poids « {tensor} » manquent',
    weightsDiffer: 'les poids « {tensor} » sont {is}, ses réglages demandent {type} {needed}',
    weightsNotFinite: 'les poids « {tensor} » contiennent une valeur qui n’est pas un nombre',
    strangeTensors: 'il contient des tenseurs qui ne lui appartiennent pas',
    samplesDiffer: 'ses images d’exemple n’ont pas la même taille',
    endsInFirstBytes: 'le fichier s’arrête dans ses premiers octets',
    notAModel: 'il ne commence pas comme un fichier de modèle',
    endsInHeader: 'le fichier s’arrête dans son en-tête',
    headerDamaged: 'son en-tête est abîmé ou n’a pas été écrit par Onepair',
    endsEarly: 'le fichier s’arrête trop tôt',
    strangeBytes: 'le fichier a des octets qui n’appartiennent à rien',
    noHash: 'il n’a pas d’empreinte',
    headerUnreadable: 'son en-tête est illisible',
    headerBare: 'son en-tête n’a pas de description',
    strangeHeader: 'son en-tête ne décrit pas un modèle',
    wrongId: 'son identifiant n’est pas celui de ses poids et de ses réglages',
    impossibleTensor: 'son en-tête nomme un tenseur impossible',
    tensorType: 'le tenseur {tensor} a un type inconnu',
    tensorShape: 'le tenseur {tensor} a une forme impossible',
    wrongHash: 'son contenu ne correspond pas à son empreinte',
  },
  runtime: {
    unknownEngine: 'Il n’y a pas de moteur « {engine} ». ONEPAIR_ENGINE est l’un de {engines}.',
    noProvider: '{engine} était demandé, mais ne fonctionne pas ici.',
    endedProcess:
      'Le pilote graphique a mis fin au processus aux deux derniers essais de {engine} ; un autre moteur restaure donc. Nouvel essai un jour plus tard.',
    otherPixels: '{engine} a donné d’autres pixels que le processeur ; le processeur a donc restauré cette photo.',
    engineFailed: '{engine} a échoué ({why}) ; le processeur a donc restauré cette photo.',
    noOnnx:
      'ONNX Runtime n’a pas pu être chargé ({why}) : c’est TensorFlow qui restaure. Lancez « npm ci » pour réparer l’installation.',
    tensorflow: 'TensorFlow {version} · {device}',
    onnx: 'ONNX Runtime {version} · {device}',
    onnxCpu:
      '{cores, plural, one {ONNX Runtime {version} · CPU · # cœur} other {ONNX Runtime {version} · CPU · # cœurs}}',
    cpu: '{cores, plural, one {CPU · # cœur} other {CPU · # cœurs}}',
    wasm: 'WebAssembly · 1 cœur',
    noCuda:
      'CUDA était demandé, mais ce TensorFlow ne trouve pas de GPU NVIDIA : « npx onepair doctor --install-cuda » installe CUDA, ou dit pourquoi c’est impossible.',
    notLoaded: 'TensorFlow natif n’a pas pu être chargé ({why}). Lancez « npm run setup » pour l’installer.',
    notStarted: 'TensorFlow natif n’a pas démarré.',
    none: 'Ni TensorFlow natif ni WebAssembly ne démarrent ici. Lancez « npm run setup ».',
    twoCopies: 'Deux copies de tfjs-core sont chargées. Lancez « npm ci » pour réparer l’installation.',
    testProduct: '{runtime} : un produit d’essai a donné {product}, pas 32.',
    testStep: 'L’apprentissage d’essai a donné des poids qui ne sont pas des nombres.',
    unknown: 'Il n’y a pas d’environnement « {runtime} ». ONEPAIR_RUNTIME est auto, cuda, cpu, wasm ou webgpu.',
    testNeedsQuiet:
      'L’autotest demande une machine au repos : attendez la fin de ce qui tourne, tâche ou autre autotest.',
  },
  graphics: {
    lost: 'le processeur graphique a été perdu',
    memory: 'sa mémoire était pleine',
    driver: 'son pilote a échoué : {text}',
    left: 'la page a été fermée',
    silent: 'la page n’a pas répondu',
    unexpected: 'la page a répondu quelque chose d’inattendu',
    otherLosses: 'il calcule autre chose que le processeur',
    none: 'aucune page n’offre ici de processeur graphique',
    wentOn:
      '{device} n’a pas pu continuer ({why}) : le processeur a appris {epoch, plural, =0 {depuis le début} other {à partir de l’époque #}}.',
    notUsed: 'WebGPU était demandé, mais {why} : le processeur a appris.',
  },
  cuda: {
    busy: 'CUDA ne s’installe et ne se retire que si rien ne tourne : attendez la fin de la tâche en cours.',
    notInstalled: 'CUDA n’a pas été installé. {why}',
    notRemoved: 'CUDA n’a pas été retiré. {why}',
  },
  study: {
    scores: {
      name: 'Méthodes',
      question: 'Quelle méthode restaure le mieux, et en combien de temps ?',
      title: 'Les méthodes côte à côte',
      about: 'Chaque méthode apprend de la même paire et est mesurée sur les mêmes images (article, tableaux 1 et 2).',
      chart: 'PSNR de chaque image',
      axis: 'PSNR en dB',
      psnr: 'PSNR (dB)',
      table: 'Moyennes sur les images',
      gradientDistance: 'distance des gradients (niveaux de gris)',
      trainSeconds: 'apprentissage (s)',
      restoreSeconds: 'restauration d’une image (s)',
      step: '{method} : apprentissage et {pictures, number} images',
    },
    noise: {
      name: 'Plus de bruit',
      question: 'Que deviennent les modèles avec plus de bruit qu’appris ?',
      title: 'Plus de bruit que pendant l’apprentissage',
      about: 'Chaque modèle apprend une fois et restaure des images de plus en plus bruitées (article, fig. 7).',
      level: 'σ = {sigma, number, tenths}',
      addedAxis: 'bruit ajouté à la photo dégradée (niveaux de gris)',
      axis: 'bruit σ de l’image (niveaux de gris)',
      chart: 'PSNR selon le bruit',
      asIs: 'Appris sur la photo telle quelle.',
      trainedAt: 'Appris à σ = {noise, number, hundredths} niveaux de gris.',
      step: '{method} : apprentissage et {levels, number} niveaux de bruit',
    },
    blur: {
      name: 'Un autre flou',
      question: 'Que se passe-t-il quand le flou n’est pas celui appris ?',
      title: 'Un autre flou que celui de l’apprentissage',
      about:
        'Entraîné sur le flou σs = 2, chaque modèle restaure des images d’un autre flou σt. Selon la théorie, ce qu’il fait d’une image plus nette est ce qu’il fait de son propre flou, accentué de √(σs² − σt²) (article, sect. 6).',
      level: 'σt = {sigma, number, tenths}',
      chart: 'PSNR selon le flou de l’image',
      axis: 'flou σt de l’image (px)',
      theory: 'f̂t, floutée de √{difference, number}, égale-t-elle f̂s ? PSNR entre les deux en dB',
      blurred: 'f̂s et f̂t floutées',
      asIs: 'f̂s et f̂t telles quelles',
      detail: 'corrélation de leurs détails',
      residual: 'f̂t de σt {sigma, number} et l’image nette avec le flou résiduel',
      sharpened: 'la même et l’image nette telle quelle',
      pictures: 'PSNR en dB à chaque flou, {method}',
      trainedAt: 'Entraîné à σs = {train, number} px. f̂s vient du flou 2, f̂t du flou {test, number}.',
      column: 'Une colonne de l’image, restaurée par {method}',
      row: 'ligne (px)',
      luminance: 'luminance (niveaux de gris)',
      blurredRoot: 'f̂t floutée de √3',
      step: '{method} : apprentissage et {blurs, number} flous',
    },
    patches: {
      name: 'Patchs',
      question: 'Combien de patchs suffisent pour apprendre ?',
      title: 'Combien d’image il faut',
      about:
        'Appris sur des carrés de plus en plus grands de l’image jusqu’à ce que l’erreur d’apprentissage soit partout la même, puis mesuré sur d’autres images (article, fig. 8).',
      trainingError: 'erreur d’apprentissage',
      otherError: 'erreur sur d’autres images',
      trainingErrorOf: '{method}, erreur d’apprentissage',
      otherErrorOf: '{method}, erreur sur d’autres images',
      chart: 'Erreur selon le nombre de patchs appris',
      axis: 'patchs appris m',
      errorAxis: 'erreur quadratique moyenne (pixels dans [0,1])',
      table: 'Erreurs (pixels dans [0,1])',
      square: 'carré (px)',
      count: 'patchs m',
      ends: 'L’apprentissage s’arrête à Δ = {delta}, la moitié de l’erreur de l’image dégradée, ou après les pas d’un apprentissage entier.',
      endsSome:
        'L’apprentissage s’arrête à Δ = {delta}, la moitié de l’erreur de l’image dégradée, ou après les pas d’un apprentissage entier, ce qui fut le cas de {some, number} carrés sur {squares, number}.',
      closedForm: 'Le filtre linéaire se résout d’un coup et ne s’apprend pas pas à pas : il est laissé de côté ici.',
      plainCell: 'La cellule simple de l’article : sans départ linéaire, sans retournements, sans moyenne des poids.',
      step: '{method} apprend de {width, number, plain} × {height, number, plain} px',
    },
    pictures: {
      name: 'Images',
      question: 'Un échiquier enseigne-t-il aussi bien qu’une photo ?',
      chessboard: 'échiquier',
      leaves: 'feuilles mortes',
      title: 'De quelle image apprendre',
      about:
        'Le même apprentissage sur un échiquier, sur des feuilles mortes dessinées et sur une photo, mesuré sur d’autres images (article, fig. 9).',
      chart: 'PSNR sur des images dont rien n’a été appris',
      axis: 'appris de',
      fields: 'L’échiquier a des cases de {px, number} px.',
      step: '{method} apprend de {picture}',
    },
    sparsity: {
      name: 'Code latent',
      question: 'Quelle part du réseau se tait ?',
      title: 'Combien le code latent se tait',
      about:
        'Combien d’unités cachées sont actives pendant la lecture de patchs d’autres images (article, sect. 3 et 4).',
      activeChart: 'Unités actives dans une ligne d’un carré',
      activeAxis: 'unités actives (%)',
      rowsAxis: 'lignes de patchs (%)',
      zeroChart: 'Activations nulles à chaque ligne d’un carré',
      rowAxis: 'ligne t du carré',
      zeroAxis: 'activations nulles (%)',
      table: 'Le code latent',
      units: 'unités cachées',
      never: 'unités jamais actives (%)',
      untrained: 'zéros de la cellule non entraînée (%)',
      asTrained: 'erreur après entraînement',
      noMemory: 'erreur avec W_zz = 0',
      shuffled: 'erreur avec lignes mélangées',
      ista: 'W_zz à I − DᵀD/c',
      istaUntrained: 'de même, sans entraînement',
      unfolded: 'Codage parcimonieux déplié en {steps} étapes, avec autant de paramètres que le RNN',
      kind: 'étapes de',
      parameters: 'paramètres',
      unfoldedError: 'erreur des carrés restaurés',
      unfoldedGain: 'au-dessus des carrés dégradés (dB)',
      unfoldedStep: '{kind} : déplié et entraîné',
      step: '{method} : apprentissage et ses activations',
      noCode: 'La méthode {method} n’a pas de code latent : choisissez-en une à cellule récurrente.',
    },
    clean: 'nette',
    degraded: 'dégradée',
    method: 'méthode',
    picture: 'image',
    steps: 'étapes',
    measuredOnItself: 'L’image est petite : elle est mesurée sur ce qui l’a enseignée.',
    upperAndLower: 'Appris de la partie haute de l’image, mesuré sur la basse, que l’apprentissage ne voit jamais.',
    degradedAnew:
      'Les images nettes ont été dégradées de nouveau, comme pour le défloutage : cette étude doit savoir comment.',
    drawn: 'image dessinée {number, number}',
    upper: '{picture}, partie haute',
    lower: '{picture}, partie basse',
    realPair: 'Une vraie paire est mesurée sur elle-même : laissez de côté les autres photos, ou la dégradée.',
    oneSize: 'Une étude demande les deux photos à la même taille : donnez seulement la nette.',
    unknown: 'Il n’y a pas d’étude « {id} ».',
  },
  shell: {
    file: 'Fichier',
    view: 'Affichage',
    runtime: 'Sur quoi tourne Onepair…',
    selfTest: 'Autotest…',
    runtimeSilent: 'L’environnement n’a pas répondu.',
    versions: 'TensorFlow {tensorflow}, TensorFlow.js {tfjs}, {threads, number} threads',
    photos: 'Photos',
    models: 'Modèles Onepair',
    allFiles: 'Tous les fichiers',
    keepRunning: 'Laisser tourner',
    close: 'Fermer',
    jobsUnderWay: '{count, plural, one {Une tâche est encore en cours.} other {# tâches sont encore en cours.}}',
    notBegun: '{job} : n’a pas commencé et ne commencera pas.',
    photosKept: '{job} : les photos déjà faites sont gardées.',
    stepsKept: '{job} : les étapes déjà faites sont gardées ; relancée, elle continue.',
    nothingKept: '{job} : rien n’est encore gardé, elle vient de commencer.',
    checkpointKept:
      '{job} : s’arrête ; son dernier point de reprise est gardé et peut être repris à la réouverture d’Onepair.',
  },
  report: {
    before: 'Avant',
    after: 'Après',
    title: 'Rapport d’Onepair',
    heading: 'Restauré avec « {model} »',
    columns: {
      photo: 'Photo',
      outcome: 'Issue',
      result: 'Résultat',
      seconds: 'Secondes',
      width: 'Largeur',
      height: 'Hauteur',
      bytesBefore: 'Octets avant',
      bytesAfter: 'Octets après',
      fit: 'Comme la paire',
      notes: 'Remarques',
    },
    outcomes: {
      restored: 'restaurée',
      skipped: 'passée',
      failed: 'échouée',
      notReached: 'non atteinte',
    },
    counts: {
      restored: '{count, plural, one {# restaurée} other {# restaurées}}',
      skipped: '{count, plural, one {# passée} other {# passées}}',
      failed: '{count, plural, one {# échouée} other {# échouées}}',
      notReached: '{count, plural, one {# non atteinte} other {# non atteintes}}',
    },
    fits: {
      near: 'proche',
      far: 'différente',
      unknown: 'inconnu',
    },
  },
} as const satisfies Translation;
