import { readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.join(import.meta.dirname, '..', '..')

export const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** One instruction of a Dockerfile, its continued lines joined: `COPY`, `--from=build a b`. */
export type Instruction = { word: string; rest: string }
export type Stage = { image: string; name: string | undefined; instructions: Instruction[] }

/** The stages of a Dockerfile, in order. */
export function readStages(dockerfile: string): Stage[] {
  const lines = dockerfile
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n')
  const stages: Stage[] = []
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const [, word = '', rest = ''] = /^\s*([A-Z]+)\s+(.*\S)\s*$/.exec(line) ?? []
    if (word === '') throw new Error(`not an instruction: ${line}`)
    const [, image = '', name] = word === 'FROM' ? (/^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? []) : []
    if (word === 'FROM') stages.push({ image, name, instructions: [] })
    else stages.at(-1)?.instructions.push({ word, rest })
  }
  return stages
}

/** A `COPY`: what, from which stage (undefined: from the project), and where to. */
export type Copy = { from: string | undefined; sources: string[]; goal: string }

export function copiesOf(stage: Stage): Copy[] {
  return stage.instructions
    .filter(({ word }) => word === 'COPY')
    .map(({ rest }) => {
      const parts = rest.split(/\s+/)
      const from = parts.find((part) => part.startsWith('--from='))?.slice('--from='.length)
      const paths = parts.filter((part) => !part.startsWith('--'))
      return { from, sources: paths.slice(0, -1), goal: paths.at(-1) ?? '' }
    })
}
