import { UsageError } from './exit';

/** What stands beside the commands. */
export const WORDS = ['completion', 'version', 'help'] as const;
const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** bashcompinit needs zsh's own completion, which a bare .zshrc does not load. */
const ZSH_BEGINS = `(( $+functions[compdef] )) || { autoload -U compinit && compinit -u }
autoload -U +X bashcompinit && bashcompinit
`;

/** A script for the shell that completes commands and their flags, and files everywhere else. */
export function completionScript(shell: string | undefined, flagsOf: ReadonlyMap<string, readonly string[]>): string {
  switch (SHELLS.find((known) => known === shell)) {
    case 'bash':
      return bash(flagsOf);
    case 'zsh':
      return `${ZSH_BEGINS}${bash(flagsOf)}`;
    case 'fish':
      return fish(flagsOf);
    case undefined:
      throw new UsageError(`Which shell? ${SHELLS.map((known) => `onepair completion ${known}`).join(', ')}.`);
  }
}

const dashed = (flags: readonly string[]) => flags.map((flag) => `--${flag}`).join(' ');

function bash(flagsOf: ReadonlyMap<string, readonly string[]>): string {
  const cases = [...flagsOf].map(([verb, flags]) => `    ${verb}) words="${dashed(flags)}" ;;`);
  return `_onepair() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...flagsOf.keys(), ...WORDS].join(' ')}" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _onepair onepair
`;
}

function fish(flagsOf: ReadonlyMap<string, readonly string[]>): string {
  const verbs = `complete -c onepair -n __fish_use_subcommand -f -a "${[...flagsOf.keys(), ...WORDS].join(' ')}"`;
  const flags = [...flagsOf].flatMap(([verb, names]) =>
    names.map((name) => `complete -c onepair -n "__fish_seen_subcommand_from ${verb}" -l ${name}`),
  );
  return `${[verbs, ...flags].join('\n')}\n`;
}
