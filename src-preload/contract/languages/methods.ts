import type { Language } from './index';

interface MethodWords {
  name: string;
  text: string;
  /** What each preset of it is. */
  presets: { best: string; fast: string; paper: string };
}

/** Every method there is, by the name that files and commands call it, and what the user reads of it. */
export const methodWords = {
  linear: {
    en: {
      name: 'Linear filter',
      text: 'One best filter, solved at once. Ready in about a second; hard to beat for its time.',
      presets: {
        best: 'A wide filter of 15 × 15 pixels.',
        fast: 'A filter of 11 × 11 pixels, for very large pictures.',
        paper: 'A filter as small as the paper’s patches: 9 × 9 pixels.',
      },
    },
    de: {
      name: 'Linearer Filter',
      text: 'Ein einziger bester Filter, auf einmal berechnet. In etwa einer Sekunde fertig und für diese Zeit schwer zu schlagen.',
      presets: {
        best: 'Ein breiter Filter von 15 × 15 Pixeln.',
        fast: 'Ein Filter von 11 × 11 Pixeln, für sehr große Bilder.',
        paper: 'Ein Filter so klein wie die Stücke des Artikels: 9 × 9 Pixel.',
      },
    },
    fr: {
      name: 'Filtre linéaire',
      text: 'Le meilleur filtre unique, calculé d’un coup. Prêt en une seconde environ ; difficile à battre en si peu de temps.',
      presets: {
        best: 'Un filtre large de 15 × 15 pixels.',
        fast: 'Un filtre de 11 × 11 pixels, pour de très grandes images.',
        paper: 'Un filtre aussi petit que les patchs de l’article : 9 × 9 pixels.',
      },
    },
  },
  rnn: {
    en: {
      name: 'RNN',
      text: 'A small network that reads patches row by row. Learns what a filter cannot; takes longer.',
      presets: {
        best: 'The paper’s network with everything that was found to help.',
        fast: 'A small network, a few epochs: a first look.',
        paper: 'Exactly the published settings, for checking the paper.',
      },
    },
    de: {
      name: 'RNN',
      text: 'Ein kleines Netz, das Bildstücke Zeile für Zeile liest. Lernt, was kein Filter kann; braucht länger.',
      presets: {
        best: 'Das Netz des Artikels mit allem, was sich als hilfreich erwies.',
        fast: 'Ein kleines Netz, wenige Durchgänge: ein erster Blick.',
        paper: 'Genau die veröffentlichten Werte, um den Artikel nachzuprüfen.',
      },
    },
    fr: {
      name: 'RNN',
      text: 'Un petit réseau qui lit les patchs ligne par ligne. Apprend ce qu’un filtre ne peut pas ; prend plus de temps.',
      presets: {
        best: 'Le réseau de l’article avec tout ce qui s’est montré utile.',
        fast: 'Un petit réseau, quelques époques : un premier aperçu.',
        paper: 'Exactement les réglages publiés, pour vérifier l’article.',
      },
    },
  },
  'rnn-gan': {
    en: {
      name: 'RNN-GAN',
      text: 'The RNN, then taught by a second network that tells real from restored: crisper texture, less exact.',
      presets: {
        best: 'The best RNN, sharpened in a short second stage.',
        fast: 'A small network and a few epochs of each stage: a first look.',
        paper: 'Exactly the published two stages, for checking the paper.',
      },
    },
    de: {
      name: 'RNN-GAN',
      text: 'Das RNN, dann belehrt von einem zweiten Netz, das Echtes von Restauriertem trennt: knackiger, weniger genau.',
      presets: {
        best: 'Das beste RNN, in einer kurzen zweiten Stufe geschärft.',
        fast: 'Ein kleines Netz und wenige Durchgänge je Stufe: ein erster Blick.',
        paper: 'Genau die veröffentlichten zwei Stufen, um den Artikel nachzuprüfen.',
      },
    },
    fr: {
      name: 'RNN-GAN',
      text: 'Le RNN, puis un second réseau lui apprend à distinguer le vrai du restauré : textures plus piquées, moins exactes.',
      presets: {
        best: 'Le meilleur RNN, rendu plus piqué par une courte seconde étape.',
        fast: 'Un petit réseau et quelques époques de chaque étape : un premier aperçu.',
        paper: 'Exactement les deux étapes publiées, pour vérifier l’article.',
      },
    },
  },
  'unet-gan': {
    en: {
      name: 'UNET-GAN',
      text: 'Convolutions that see more of the picture at once. The best quality here, and quick on whole photos.',
      presets: {
        best: 'A wide U-Net on large crops, with everything that was found to help.',
        fast: 'A narrow U-Net: a good model in seconds, whole photos in seconds.',
        paper: 'The published U-Net on patches of 16 × 16, for checking the paper.',
      },
    },
    de: {
      name: 'UNET-GAN',
      text: 'Faltungen, die mehr vom Bild auf einmal sehen. Hier die beste Qualität und schnell bei ganzen Fotos.',
      presets: {
        best: 'Ein breites U-Net auf großen Ausschnitten, mit allem, was half.',
        fast: 'Ein schmales U-Net: ein gutes Modell in Sekunden, ganze Fotos in Sekunden.',
        paper: 'Das veröffentlichte U-Net auf Stücken von 16 × 16, um den Artikel nachzuprüfen.',
      },
    },
    fr: {
      name: 'UNET-GAN',
      text: 'Des convolutions qui voient plus d’image à la fois. La meilleure qualité ici, et rapide sur des photos entières.',
      presets: {
        best: 'Un U-Net large sur de grandes découpes, avec tout ce qui s’est montré utile.',
        fast: 'Un U-Net étroit : un bon modèle en quelques secondes, des photos entières aussi.',
        paper: 'Le U-Net publié, sur des patchs de 16 × 16, pour vérifier l’article.',
      },
    },
  },
  'non-local': {
    en: {
      name: 'Non-local filter',
      text: 'Similar places of a photo are cleaned together, by the noise that your pair shows. For noise of real cameras; slow on whole photos.',
      presets: {
        best: 'Sixteen similar places together.',
        fast: 'Eight similar places together: half the time.',
        paper: 'The same as Best: the paper has no such method.',
      },
    },
    de: {
      name: 'Nichtlokaler Filter',
      text: 'Ähnliche Stellen eines Fotos werden gemeinsam gereinigt, nach dem Rauschen, das das Paar zeigt. Für das Rauschen echter Kameras; langsam bei ganzen Fotos.',
      presets: {
        best: 'Sechzehn ähnliche Stellen gemeinsam.',
        fast: 'Acht ähnliche Stellen gemeinsam: die halbe Zeit.',
        paper: 'Dasselbe wie Bestes: Der Artikel kennt kein solches Verfahren.',
      },
    },
    fr: {
      name: 'Filtre non local',
      text: 'Les endroits semblables d’une photo sont nettoyés ensemble, selon le bruit que montre votre paire. Pour le bruit de vrais appareils ; lent sur des photos entières.',
      presets: {
        best: 'Seize endroits semblables ensemble.',
        fast: 'Huit endroits semblables ensemble : deux fois moins de temps.',
        paper: 'Comme Meilleur : l’article n’a pas cette méthode.',
      },
    },
  },
} satisfies Record<string, Record<Language, MethodWords>>;

export type MethodName = keyof typeof methodWords;
export const METHODS = Object.keys(methodWords) as [MethodName, ...MethodName[]];
