import { UsageError } from './exit';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** bashcompinit needs zsh's own completion, which a bare .zshrc does not load. */
const ZSH_BEGINS = `(( $+functions[compdef] )) || { autoload -U compinit && compinit -u }
autoload -U +X bashcompinit && bashcompinit
`;

export interface KnownVerb {
  name: string;
  flags: readonly string[];
  /** What its first word can be, where that is one of a few. */
  words: readonly string[];
  usage: string;
}

/** A script for the shell that completes commands, their flags and what these can be, and files everywhere else. */
export function completionScript(
  shell: string | undefined,
  verbs: readonly KnownVerb[],
  beside: readonly string[],
): string {
  const commands = [...verbs.map(({ name }) => name), ...beside].join(' ');
  const values = valuesIn(verbs.map(({ usage }) => usage));
  switch (SHELLS.find((known) => known === shell)) {
    case 'bash':
      return bash(commands, verbs, values);
    case 'zsh':
      return `${ZSH_BEGINS}${bash(commands, verbs, values)}`;
    case 'fish':
      return fish(commands, verbs, values);
    case undefined:
      throw new UsageError(`Which shell? ${SHELLS.map((known) => `onepair completion ${known}`).join(', ')}.`);
  }
}

/** What a flag can be, where a usage says so: '--preset paper|best|fast'. */
function valuesIn(usages: readonly string[]): Map<string, string> {
  const listed = usages.flatMap((usage) => [...usage.matchAll(/--([a-z-]+) ([a-z0-9-]+(?:\|[a-z0-9-]+)+)(?![\w.|])/g)]);
  return new Map(listed.map(([, flag = '', values = '']) => [flag, values.replaceAll('|', ' ')]));
}

const dashed = (flags: readonly string[]) => flags.map((flag) => `--${flag}`).join(' ');

function bash(commands: string, verbs: readonly KnownVerb[], values: ReadonlyMap<string, string>): string {
  const flags = verbs.map((verb) => `    ${verb.name}) words="${dashed(verb.flags)}" ;;`);
  const firsts = verbs
    .filter(({ words }) => words.length > 0)
    .map(({ name, words }) => `    ${name}:2:*) words="${words.join(' ')}" ;;`);
  const choices = [...values].map(([flag, words]) => `    *:--${flag}) words="${words}" ;;`);
  return `_onepair() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="" verb="\${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands}" -- "$word"))
    return
  fi
  case "$verb:$COMP_CWORD:\${COMP_WORDS[COMP_CWORD-1]}" in
${[...choices, ...firsts].join('\n')}
    help:2:*) words="${verbs.map(({ name }) => name).join(' ')}" ;;
  esac
  if [ -n "$words" ] && [ "\${word#-}" = "$word" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  case "$verb" in
${flags.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _onepair onepair
`;
}

function fish(commands: string, verbs: readonly KnownVerb[], values: ReadonlyMap<string, string>): string {
  const first = `complete -c onepair -n __fish_use_subcommand -f -a "${commands}"`;
  const rest = verbs.flatMap(({ name, flags, words }) => {
    const seen = `complete -c onepair -n "__fish_seen_subcommand_from ${name}"`;
    const choices = (flag: string) => (values.has(flag) ? ` -x -a "${values.get(flag) ?? ''}"` : '');
    return [
      ...(words.length > 0 ? [`${seen} -f -a "${words.join(' ')}"`] : []),
      ...flags.map((flag) => `${seen} -l ${flag}${choices(flag)}`),
    ];
  });
  return `${[first, ...rest].join('\n')}\n`;
}
