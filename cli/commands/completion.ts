import type { Command } from 'commander'
import { say } from '../desk.ts'
import { terminal } from '../terminal.ts'

/** `wiro completion bash|zsh` */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description(say({ en: 'A script that completes wiro in your shell.', ko: '셸 자동 완성 스크립트를 출력해요.' }))
    .argument('<shell>', 'bash | zsh')
    .addHelpText(
      'after',
      `\n${say({ en: 'Example', ko: '예' })}:\n  $ source <(wiro completion bash)\n  $ wiro completion zsh > "\${fpath[1]}/_wiro"`,
    )
    .action((shell: string, _options: object, command: Command) => {
      if (shell !== 'bash' && shell !== 'zsh') command.error('error: bash | zsh')
      terminal().stdout.write(shell === 'bash' ? bash(program) : zsh(program))
    })
}

type Words = {
  path: string
  words: { word: string; what: string }[]
  /** What may follow an option that takes one of a few words, which its description lists: `ko | en`. */
  values: { option: string; words: string[] }[]
}

/** What may follow each command: its commands, its options and what those take. */
function wordsOf(command: Command, path = ''): Words[] {
  const commands = command.commands.map((one) => ({ word: one.name(), what: one.description() }))
  const options = command.options.flatMap((one) => (one.long ? [{ word: one.long, what: one.description }] : []))
  const choices = command.registeredArguments.flatMap(({ description }) => oneOf(description))
  const values = command.options.flatMap(({ long, description }) =>
    long && oneOf(description).length > 0 ? [{ option: long, words: oneOf(description) }] : [],
  )
  const words = [...commands, ...choices.map((word) => ({ word, what: '' })), ...options, { word: '--help', what: '' }]
  const own = { path, words, values }
  return [own, ...command.commands.flatMap((one) => wordsOf(one, path ? `${path} ${one.name()}` : one.name()))]
}

const oneOf = (description: string) => (description.includes(' | ') ? description.split(' | ') : [])

function bash(program: Command): string {
  const values = wordsOf(program).flatMap(({ path, values }) =>
    values.map(({ option, words }) => `    '${path} ${option}') words='${words.join(' ')}' ;;`),
  )
  const cases = wordsOf(program).map(
    ({ path, words }) => `    '${path}') words='${words.map(({ word }) => word).join(' ')}' ;;`,
  )
  return `# bash completion for wiro
_wiro() {
  local path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || path="\${path:+$path }$word"
  done
  while :; do
    case "$path \${COMP_WORDS[COMP_CWORD-1]}" in
${values.map((line) => `  ${line}`).join('\n')}
    esac
    [[ -n $words ]] && break
    case "$path" in
${cases.map((line) => `  ${line}`).join('\n')}
    esac
    [[ -n $words || -z $path ]] && break
    [[ $path == *' '* ]] && path="\${path% *}" || path=''
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _wiro wiro
`
}

function zsh(program: Command): string {
  const values = wordsOf(program).flatMap(({ path, values }) =>
    values.map(({ option, words }) => `      '${path} ${option}') found=(${words.join(' ')}) ;;`),
  )
  const cases = wordsOf(program).map(({ path, words }) => {
    const described = words.map(({ word, what }) => `'${word}:${quoted(what)}'`).join(' ')
    return `      '${path}') found=(${described}) ;;`
  })
  return `#compdef wiro
_wiro() {
  local path_='' word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] || path_="\${path_:+$path_ }$word"
  done
  while true; do
    case "$path_ \${words[CURRENT-1]}" in
${values.join('\n')}
    esac
    (( $#found > 0 )) && break
    case "$path_" in
${cases.join('\n')}
    esac
    (( $#found > 0 )) && break
    [[ -z $path_ ]] && break
    [[ $path_ == *' '* ]] && path_="\${path_% *}" || path_=''
  done
  _describe 'wiro' found
}
_wiro "$@"
`
}

const quoted = (text: string) =>
  text
    .replaceAll(/[':\\]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
