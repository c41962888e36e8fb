import type { Stationery } from '../../../core/openLetters/looks.ts'

/** How a paper looks: colours, the ruled lines, and the emoji in its corners. */
export type Paper = {
  paper: string
  /** What the paper fades to at its foot. */
  foot: string
  line: string
  ink: string
  edge: string
  corners: [left: string, right: string]
}

export const papers: Record<Stationery, Paper> = {
  cream: {
    paper: '#fdf6e3',
    foot: '#f8ecd0',
    line: '#e6d7b4',
    ink: '#3b2f2f',
    edge: '#e0c9a0',
    corners: ['✉️', '🕊️'],
  },
  blossom: {
    paper: '#fff5f7',
    foot: '#fde3ea',
    line: '#f6cfd9',
    ink: '#4a2c36',
    edge: '#efb3c4',
    corners: ['🌸', '🌸'],
  },
  meadow: {
    paper: '#f6fbef',
    foot: '#e3f1d2',
    line: '#cfe3b8',
    ink: '#2c3b26',
    edge: '#a9cc8a',
    corners: ['🍀', '🦋'],
  },
  sea: {
    paper: '#f1f9fc',
    foot: '#d3eaf4',
    line: '#bfdfec',
    ink: '#1f3a48',
    edge: '#8fc3d9',
    corners: ['🌊', '⛵'],
  },
  night: {
    paper: '#20264a',
    foot: '#343a6b',
    line: '#3e4577',
    ink: '#f4f0dc',
    edge: '#11152e',
    corners: ['🌙', '⭐'],
  },
}
