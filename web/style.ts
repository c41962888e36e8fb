import { createHash } from 'node:crypto'

/** The one style sheet of the account pages: small screens first, light and dark. */
export const style = `
:root { color-scheme: light dark; --warm: light-dark(#b4552d, #f0a07a); --line: light-dark(#e3d6cc, #4a4038); --paper: light-dark(#fffaf5, #1f1a17); font: 1.0625rem/1.65 system-ui, 'Noto Sans KR', sans-serif }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: light-dark(#3a2d25, #f3e9e1); word-break: keep-all; overflow-wrap: anywhere }
main { max-width: 36rem; margin: 0 auto; padding: 1.25rem 1rem 4rem }
h1 { font-size: 1.5rem; line-height: 1.3 }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .5rem }
a { color: var(--warm) }
.words { font-size: 1.5rem; font-weight: 700; text-align: center; padding: 1rem; border: 2px dashed var(--warm); border-radius: 1rem }
.code { font: 600 1.0625rem/1.4 ui-monospace, monospace; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; user-select: all }
.note { border-left: .25rem solid var(--warm); padding-left: .75rem }
ul.list { list-style: none; padding: 0; margin: 0 }
ul.list > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; border-bottom: 1px solid var(--line); padding: .6rem 0 }
small { opacity: .8 }
form { margin: .75rem 0 }
li form { margin: 0 }
label { display: block; margin: .75rem 0 }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem }
label.tick { display: flex; gap: .6rem; align-items: center }
input, select, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .75rem; padding: .55rem .9rem; max-width: 100%; min-height: 2.75rem }
select, input[type=text] { width: 100% }
option { background: var(--paper) }
input[type=checkbox] { min-height: 0; width: 1.25rem; height: 1.25rem; accent-color: var(--warm) }
button { cursor: pointer; font-weight: 600 }
button.main { background: light-dark(#b4552d, #f0a07a); border-color: transparent; color: light-dark(#fff, #1f1a17); width: 100% }
button.danger { color: light-dark(#a3161f, #ff9a9f); border-color: currentColor }
figure { margin: 1.5rem 0 }
svg { width: 100%; height: 6rem; display: block }
svg rect { fill: var(--warm) }
svg line { stroke: var(--line) }
[aria-current="true"] { font-weight: 700; text-decoration: none }
.ends { display: flex; justify-content: space-between; margin: .1rem 0 }
:focus-visible { outline: 3px solid var(--warm); outline-offset: 2px }
`

/** Changes with its content, so that browsers may keep it for good. */
export const stylePath = `/account/style.${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`
