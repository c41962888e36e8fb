import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

/** English signs of a wish to die that do not name it, and the suicide of somebody near. */
export const SIGNS_EN: readonly Phrase[] = [
  {
    rule: 'crisis-somebody-near',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:killed|killing|shot|hanged|hung|drowned|poisoned|gassed) (?:himself|herself|themselves|themself)\b
      \b(?:took|takes|take|taken|taking) (?:his|her|their) own (?:life|lives)\b
      \b(?:ended|ending|end) (?:his|her|their) (?:own )?(?:life|lives)\b
    `),
    unless: anyOf('movie|film|novel|opera|play\\b|character|laugh|in the foot|work(?:ed|ing)|painting'),
  },
  {
    rule: 'crisis-sign',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:see|find|finding|seeing)(?: any| the| a| no| much| little)? (?:point|reason|sense) (?:of|in|to|for) (?:be|being|stay|staying) (?:here|around)\b(?! (?:if|for the (?:meeting|party)|tonight|late))
      \b(?:letters?|notes?|messages?|videos?)\b[^.!?\n]{0,30}\b(?:after|when|once) (?:im|i am) gone\b
      \b(?:gave|given|giving|give) away (?:all )?my[^.!?\n]{0,40}\bwont (?:be needing|need)\b
      \b(?:feel|felt|feels)(?: like)? (?:im |i am )?already dead\b
      \b(?:hold|holding|press|pressing)(?: up)? (?:the|a|my|this) (?:blade|razor|knife)\b[^.!?\n]{0,24}\b(?:calm|relief|quiet|better|peace)
      \b(?:angry|disappointed|sad|upset|sorry|mad|annoyed) (?:that )?i (?:still )?(?:woke|wake|woken) up\b(?! (?:early|late|at|so|before|in the))
      \b(?:wasnt|werent|not) (?:supposed|meant) to (?:survive|live through|wake up from)\b
      \b(?:survived|surviving|after) my (?:own )?(?:suicide|attempt)\b
      \bhop(?:e|es|ing)\b[^.!?\n]{0,40}\b(?:so|and)(?: that)? (?:it|this|everything) (?:can|could|would|will) (?:all |finally )?be over\b
      \bif i (?:dont|do not) make it\b[^.!?\n]{0,20}\b(?:remember me|forgive me|tell (?:my|them)|know that)
      \b(?:pills?|tablets|meds)\b[^.!?\n]{0,10}\b(?:hidden|put aside|set aside|put by|in a drawer for)\b
      \b(?:jump|jumping|jumped|step|stepping|leap|leaping) off (?:the|a|that|this) (?:top of the )?(?:parking|multi ?storey|tower|garage|viaduct|dam)\b
    `),
    unless: anyOf('movie|film\\b|novel|game|bungee|exam|surgery|project|knee|vitamin|cat |dog |on holiday|chemo'),
  },
]
