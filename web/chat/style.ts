/** The style of the chat's page, beside the one of all pages: small screens first, light and dark, still where that is wished for. */
export const chatStyle = `
[hidden] { display: none !important }
body { min-height: 100dvh }
main { display: flex; flex-direction: column; min-height: 100dvh; padding-bottom: 1rem }
main > h1 { margin: .5rem 0 }
main > p { margin: 0 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
#room { flex: 1; display: flex; flex-direction: column; min-height: 0 }
#state:empty, #note:empty { display: none }
#state { padding: .5rem .75rem; border-radius: .75rem; background: light-dark(#f4e6da, #3a2f28); margin: .5rem 0 }
#note { white-space: pre-line; border-left: .25rem solid var(--warm); padding: .25rem .75rem; margin: .75rem 0 }
#note.no { border-color: light-dark(#a3161f, #ff9a9f) }
.panel > p { white-space: pre-line }
.moods { display: grid; gap: .5rem; margin: .75rem 0 }
.moods button { text-align: left }
.row { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 }
.row button { flex: 0 1 auto }
.log { flex: 1; min-height: 12rem; max-height: calc(100dvh - 17rem); overflow-y: auto; overscroll-behavior: contain; border: 1px solid var(--line); border-radius: 1rem; padding: .75rem; margin: .5rem 0 }
.log.over { max-height: 45dvh; flex: none }
.log > button { display: block; margin: 0 auto .75rem }
.said { margin: 0 0 .6rem; max-width: 88%; width: fit-content; position: relative }
.said.mine { margin-left: auto }
.bubble { padding: .45rem .8rem; border-radius: 1rem; background: light-dark(#f1e6dd, #332a25); white-space: pre-wrap }
.mine .bubble { background: light-dark(#fbe0cf, #54382a) }
.unsure .bubble { opacity: .75; border: 1px dashed currentColor }
.meta { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: center; font-size: .8125rem; opacity: .85; padding: 0 .5rem }
.mine .meta { justify-content: flex-end }
.quote { display: block; width: 100%; min-height: 0; text-align: left; font-weight: 400; font-size: .875rem; border: 0; border-left: 3px solid var(--warm); border-radius: 0; padding: .1rem .5rem; margin-bottom: .25rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.bubble code { font-family: ui-monospace, monospace }
.bubble .pre { display: block; overflow-x: auto }
.bubble .said-quote { display: block; border-left: 3px solid var(--line); padding-left: .5rem }
.spoiler { border-radius: .3rem; cursor: pointer }
.spoiler[aria-pressed=false] { color: transparent; background: currentColor; background: light-dark(#6b5a4e, #b7a598) }
.bubble img, .bubble video, .bubble audio { display: block; max-width: 100%; max-height: 20rem; border-radius: .75rem; margin: .15rem 0 }
.acts { display: inline }
.acts[open] { flex-basis: 100% }
.mine .acts { text-align: right }
.acts > summary { list-style: none; cursor: pointer; display: inline-grid; place-items: center; width: 2rem; height: 1.75rem; border-radius: .5rem; font-weight: 700 }
.acts > summary::-webkit-details-marker { display: none }
.acts > div { display: flex; flex-wrap: wrap; gap: .25rem; padding: .25rem 0 .5rem }
.acts button { min-height: 2.25rem; padding: .15rem .6rem; font-size: .9375rem }
.acts button[aria-pressed=true] { border-color: var(--warm); border-width: 2px }
.mine .acts > div { justify-content: flex-end }
#typing { min-height: 1.5rem; font-size: .875rem; opacity: .85; padding: 0 .5rem }
.about { display: flex; gap: .5rem; align-items: center; justify-content: space-between; font-size: .875rem; border-left: 3px solid var(--warm); padding-left: .5rem; margin: .25rem 0 }
.about > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.about button { min-height: 2.25rem; padding: .15rem .6rem; flex: none }
.composer { display: flex; gap: .5rem; align-items: flex-end; margin: .25rem 0 .5rem }
.composer textarea { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .75rem; padding: .55rem .9rem; min-height: 2.75rem; max-height: 9rem; resize: none }
.composer button { flex: none }
.composer button.main { width: auto }
fieldset { border: 0; padding: 0; margin: .75rem 0 }
legend { font-weight: 600; padding: 0 }
.choice { display: flex; gap: .6rem; align-items: center; margin: .4rem 0 }
.choice input { min-height: 0; width: 1.25rem; height: 1.25rem; accent-color: var(--warm); flex: none }
.report textarea { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .75rem; padding: .55rem .9rem; min-height: 5rem }
@media (prefers-reduced-motion: no-preference) { .log { scroll-behavior: smooth } .said.new { animation: come .18s ease-out } @keyframes come { from { opacity: 0; transform: translateY(.3rem) } } }
`
