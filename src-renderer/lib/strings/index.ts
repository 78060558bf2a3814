export {
  chooseLanguage,
  currentLanguage,
  LANGUAGES,
  text,
  type Language,
  type LanguageChoice,
} from './language.svelte';
