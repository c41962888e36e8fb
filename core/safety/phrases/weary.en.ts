import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

/** English ways to say that one would rather not be here, without a word for dying: tired, a burden, making ready. */
export const WEARY_EN: readonly Phrase[] = [
  {
    rule: 'crisis-not-here',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:easier|better|happier|relieved|lighter|simpler)\b[^.!?\n]{0,40}\bif i (?:just |simply |really )?(?:wasnt|werent|was not|were not) (?:here|around|alive)\b
      \b(?:dont|do not) (?:think|believe|expect)(?: that)? (?:im|i am|ill|i will|i)(?: going to| gonna)?(?: still)? be (?:here|around|alive) (?:for|by|at|when|come) (?:my (?:next |\w{2,9}th )?birthday|christmas|new year|next (?:year|spring|summer|winter|month)|(?:the )?(?:spring|summer|autumn|winter)|you)
      \b(?:disappointed|sad|angry|sorry|upset|annoyed|ashamed|sick|tired)(?: that| of)? (?:im|i am|being) still (?:here|alive|breathing)\b
      \bregret(?:s|ted|ting)? (?:that )?(?:i (?:woke|wake)|waking) up\b
      \b(?:im|i am) (?:only|just)(?: still)? (?:here|alive) because (?:im|i am|i was) (?:just )?(?:too |so )?(?:scared|afraid|frightened|a coward|cowardly|weak)\b
      \btoo (?:scared|afraid|frightened|weak|much of a coward) (?:to (?:do it|die|jump|go through with it|end it)|of (?:dying|the pain of dying))\b
      \b(?:what|only thing|one thing|all)(?: that)?(?:s| is)? (?:keeps?|keeping) me alive\b
      \bonly (?:thing|person|reason)(?: that| who)?(?:s| is)? (?:stopping|stops|holding) me (?:is|are|was) (?:my|the) (?:little |baby |older |younger |old )?(?:sister|brother|mom|mum|mother|dad|father|kids?|children|daughter|son|dog|cat|family|parents|girlfriend|boyfriend|wife|husband|fear)\b
      \b(?:cant|dont|could not|couldnt) (?:find|see|think of|have|name) (?:a|any|one|even one|a single)(?: good| single| real)? reasons? (?:to (?:stay|keep going|go on|continue|wake up|get up|be here|carry on)|for staying)(?= ?(?:[.,!?\n]|$)| any ?more| alive| in this world| on this earth)
      \bnothing(?: left| else)?(?: for me)?(?: left)? to (?:stay|stick around|hold on|wake up|hang on|get up) for\b
      \bnot (?:strong|brave) enough to (?:keep living|live|go on living|stay alive|survive this|survive it|keep (?:on )?going)\b
      \b(?:dont|do not) want to (?:make it to|reach|live to(?: see)?|live past|live until|see) (?:my )?(?:\d{2}(?:th)?|eighteen|twenty|thirty|forty|fifty|tomorrow|christmas|another (?:year|birthday|day|winter|spring|morning|sunrise)|next (?:year|week|month|birthday|spring|summer))\b
      \bwant to be a (?:person|human(?: being)?) any ?more\b
      \b(?:dont|do not|doesnt) deserve (?:to (?:take up space|live|exist|breathe|be alive|be on this|be in this world)|(?:the )?(?:air|oxygen)|to use up)\b
      \b(?:im|i am|just|such|nothing but) a waste of (?:space|air|oxygen|skin|life)\b
      \b(?:being alive|existing|existence|living|life) (?:feels|felt|is|seems|has become|became)(?: just)?(?: like)? (?:a |an |so |too )?(?:punishment|torture|unbearable|life sentence|curse|prison sentence|slow death)\b
      \bno (?:tomorrow|future) (?:for|with) me\b
      \b(?:dont|do not|cant|cannot|no longer|never) (?:see|imagine|picture|have|want) (?:a|any|my) (?:future|way forward|tomorrow|life)(?: for me\b| for myself\b| (?:that has|with) me in it\b| at all\b| any ?more\b)
      \bpretend(?:ing|ed)? (?:that )?(?:i|to) (?:want|have|see|care about) a future\b
      \b(?:they|everyone|everybody|my family|my parents|my kids|people|you)(?:d| would|ll| will|would| could)? (?:all )?(?:finally )?be (?:free|rid) of me\b
      \bburden\b[^.!?\n]{0,50}\bi know how to (?:fix|end|solve|stop)\b
      \b(?:made|making|make) (?:my )?peace with (?:leaving|dying|not being|being gone|the end|my own death)(?= ?(?:[.,!?\n]|$)| here| around| alive| this world)
      \bwith (?:all of it|everything|people|work|hope|eating|sleeping)[^.!?\n]{0,12}\bwith breathing\b
      \bstop being (?:alive|a person|here)\b
      \b(?:cant|cannot|couldnt) (?:do|take|survive|face|bear|stand) (?:another|one more|even one more) (?:day|night|minute|hour|morning)(?: of this| like this)?(?= ?(?:[.,!?\n]|$)| on this earth| alive)
      \b(?:want|need|wish|wanted) (?:the |these |my |all the |this )?(?:(?:noise|screaming) (?:in my head|inside me)|(?:voices|thoughts|hurting|darkness|suffering|emptiness)(?: in my head| inside me| inside| in my chest)?) to (?:be over|stop|end|shut up|go quiet|be quiet|go away for)\b
      \b(?:i|just|only) (?:want|wish|wanted)(?: for)? (?:it|everything|all of it|all of this|all this|this) to be (?:finished|over|done)(?= ?(?:[.!?\n]|$)| with| already| now| for good)
    `),
    unless: anyOf(String.raw`
      exam|project|semester|election|surgery|treatment|chemo|war\b|pandemic|season|winter to|move\b|moving|divorce|trial|shift|meeting|work\b|job|office|boss|company|class|lecture|latin|diet|rain|heat\b|snow|commute|traffic|flight|fly\b|travel|trip|abroad|vacation|holiday|push ?ups?|pages|laps|miles|level|in spain|in the city|strike|bus\b|trains?\b|tattoo|dentist|movie|film|novel|game\b|character
    `),
  },
  {
    rule: 'crisis-let-it-come',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:go to sleep|fall asleep|close my eyes|lie down|go to bed) and (?:just )?(?:never|not) (?:come back|return|get up again|open them|be here|be any ?more)\b
      \bif i (?:went to sleep|fell asleep|didnt wake|did not wake|died|got hit|had an accident)[^.!?\n]{0,34}\b(?:id be (?:fine|ok|okay|glad|relieved)|i wouldnt mind|i would not mind|id be fine|that was it|who would care|so be it)\b
      \b(?:wouldnt|would not|dont|wont) (?:really |even )?(?:mind|care|be sad|be upset) if (?:a|an|the|my|this|some) (?:car|bus|truck|train|plane|lorry|bomb|building|roof|tree|meteor|stranger|elevator)[^.!?\n]{0,10}\b(?:hit|ran|crash|crashed|went down|goes down|fell|killed|took)\b
      \b(?:hope|wish|pray|hoping|wishing|praying) (?:that )?(?:the|this|my|our) (?:plane|train|bus|car|ferry|lift) (?:goes down|crash(?:es)?|falls|went down|never lands|would crash|derails|sinks)\b
      \bi (?:cross|crossed|walk|walked|step|stepped)[^.!?\n]{0,24}\bwithout looking\b[^.!?\n]{0,8}\b(?:and|i) (?:hope|hoped|hoping|wish|dont care)\b
      \b(?:think|thinking|thought|thoughts|dream|fantasi[sz]e) (?:about|of) (?:just )?(?:driving|steering|swerving|crashing|walking|stepping|drifting|jumping) (?:off|into|in front|out into)\b
      \b(?:look|looking|looked|googl(?:e|ed|ing)|search(?:ed|ing)?) (?:up |for |how )?(?:the |some |a |most |easiest |quick )?(?:painless|quickest|least painful|peaceful) (?:ways?|methods?|death)\b
      \bpainless (?:ways?|methods?)(?: to (?:go|die|end|leave))?(?= ?(?:[.,!?\n]|$)| to (?:go|die|end|leave|do it)| on)
      \b(?:god|lord|jesus|heaven|universe|death)[^.!?\n]{0,16}\b(?:takes?|took|come for|comes for) me(?= ?(?:[.,!?\n]|$)| (?:already|now|soon|tonight|away|instead|too|with|home|in my sleep))
      \b(?:illness|cancer|disease|sickness|tumou?r|virus|fever|heart)\b[^.!?\n]{0,12}\b(?:finish(?:es)?|kills?|takes?|gets?) me(?= ?(?:[.,!?\n]|$)| (?:soon|quickly|off|before|this time))
      \b(?:want|wish|long|ready|going|hope|rather|need) (?:to )?(?:be|go|join|follow)[^.!?\n]{0,30}\bin heaven\b
      \bdied\b[^.!?\n]{0,40}\bwants? to (?:follow|go with|be with)(?: her| him| them)?(?= ?(?:[.,!?\n]|$))
      \b(?:let|want|wish|hope|wanted)[^.!?\n]{0,10}\bmy (?:body|heart|organs|lungs) (?:to |will |would )?(?:just )?(?:give up|give out|stop|shut down|stop beating|quit)\b
      \b(?:failed|fail|failing|bad|useless) (?:even )?at (?:even )?(?:dying|killing|suicide|ending (?:it|things|my))\b
      \bwish (?:that )?(?:the|my|those|that) (?:\w{3,9} )?(?:overdose|attempt|pills|rope|tablets) (?:had |wouldve |would have )?(?:worked|succeeded|killed|been enough)\b
      \b(?:hospital|ward|icu|psych\w{0,9}|clinic|coma)\b[^.!?\n]{0,24}\b(?:after|following|because of) (?:an|my|the|another|his|her) (?:\w{3,7} )?attempt\b
      \b(?:therapist|doctor|parents|mum|mom|psychiatrist|counsell?or|nurse|friends)\b[^.!?\n]{0,14}\b(?:i was|im|i am) (?:safe|fine|okay|ok|better)(?: now)?,? (?:and|but) (?:i was lying|i lied|its a lie|it was a lie|im lying|its not true|i am not|im not|i wasnt)\b
    `),
    unless: anyOf(String.raw`
      one day|someday|some day|eventually|movie|film|novel|game\b|bungee|parachute|pool|hair removal|wax|vet\b|dentist|tattoo|flu\b|so that we can|care of
    `),
  },
  {
    rule: 'crisis-making-ready',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:this is|this will be|heres) the last (?:thing|letter|message|note) (?:that )?i(?:ll| will)?(?: ever)? (?:write|say|send)(?= ?(?:[.,!?\n]|$)| to (?:anyone|anybody|this world))
      \bif this is my last (?:letter|message|night|words?)(?= ?(?:[.,!?\n]|$))
      \bby the time (?:anyone|anybody|somebody|someone|you)[^.!?\n]{0,24}\b(?:ill be|i will be|im|i am) (?:already |long )?(?:gone|dead)\b(?! (?:to|on|in|for|at|home|from|again|fishing|camping|hiking))
      \b(?:people|person|one|whoever|anyone|somebody|someone|police|paramedics|she|he|they)(?: who| that)?(?:ll| will| would)? finds? (?:me|my body)(?= ?(?:[.,!?\n]|$)| (?:in the morning|tomorrow|dead|hanging|there|here))
      \btell (?:my )?(?:mum|mom|mother|dad|father|parents|family|wife|husband|kids|children|sister|brother|everyone|them|him|her)\b[^.!?\n]{0,16}\b(?:wasnt|isnt|was not|is not) (?:her|his|their|anybodys|anyones|nobodys) fault(?= ?(?:[.,!?\n]|$))
      \bi(?: have|ve)? (?:picked|chosen|set) (?:a|the|my) (?:date|day)(?= ?(?:[.\n]|$))
      \b(?:giv(?:e|ing)|gave|given) (?:away )?(?:all |most of )?(?:my )?(?:things|stuff|belongings|possessions)(?: away)?[^.!?\n]{0,4}\b(?:quietly|secretly|one by one|so nobody|because i wont|so they|without saying)\b
      \b(?:passwords?|bank|will|instructions)\b[^.!?\n]{0,40}\bwho gets (?:what|my)\b
      \bwho (?:would|will|should|gets to) (?:take|look after|feed|care for|keep)[^.!?\n]{0,20}\b(?:once|when|if|after) (?:im|i am|i was|i were) (?:gone|dead|not here)\b
      \b(?:come to|show up (?:at|to|for)|cry at|imagin\w{1,3}|plan(?:ning|ned)?|think(?:ing)? about|picture|picturing) my (?:own )?funeral\b
      \b(?:rope|noose|gun|razor|blade|pills|tablets|belt)\b[^.!?\n]{0,34}\b(?:i know (?:exactly |just )?where|think about it|in my lap|in my hands?|next to me|on my (?:desk|bed|nightstand|lap|table)|while i write|waiting for me|calling (?:me|my name))
      \b(?:bath|bathtub|bathroom(?: floor)?|shower|kitchen floor)\b[^.!?\n]{0,24}\b(?:razor|blade|knife|pills|empty bottle|tablets)\b
      \bused to cut\b(?! (?:hair|grass|wood|paper|the|my|his|her|corners|class|school|it|down|out|back|off|people|cloth|glass|keys|up|through))
      \b(?:burn|burnt|burned|burning|burns) (?:my (?:own )?(?:arms?|skin|thighs?|legs?|wrists?|hands?)|holes in my (?:arms?|skin)) (?:with|on purpose)\b
      \b(?:bite|biting|scratch|scratching|scratched|punch|punching|punched|hit|hitting|bang|banging|smash|slam|slamming) (?:my|myself)[^.!?\n]{0,24}\b(?:(?:until|till) (?:i|they|it) (?:bleed|bled|bleeds|saw|see|hurts|bruise|go|goes)|to make it (?:quiet|stop)|to feel (?:something|anything|real)|in the (?:head|face)|against (?:the|a) wall)
      \b(?:stopped|stop|refus\w{1,3}|quit) eating\b[^.!?\n]{0,30}\b(?:give up|give out|shut down|stop working|waste away|disappear|die)\b
      \b(?:took|take|takes|taken) (?:his|her|their) life(?= ?(?:[.,!?\n]|$)| (?:last|when|after|at|on|by|two|three|four|five|ten|this|because|in (?:january|february|march|april|may|june|july|august|september|october|november|december|the (?:spring|summer|autumn|winter|garage)|\d)))
      \b(?:he|she|friend|brother|sister|cousin|neighbou?r|classmate|colleague|dad|mum|mom|mother|father|uncle|aunt|son|daughter|roommate|husband|wife|boyfriend|girlfriend) (?:had )?jumped(?= ?(?:[.!?\n]|$)| (?:last (?:year|month|week|night|spring|summer|winter)|to (?:his|her|their) death|and (?:died|didnt survive)))
      \bfound (?:my (?:mums?|moms?|mothers?|dads?|fathers?|brothers?|sisters?|friends?|husbands?|wifes?|sons?|daughters?|boyfriends?|girlfriends?|roommates?|uncles?|aunts?)|his|her|their) body\b(?! (?:lotion|wash|spray|language|type))
    `),
    unless: anyOf(String.raw`
      movie|film|novel|game\b|crime|detective|wedding|ceremony|surgery|moving|engaged|party|trip|flight|exam|boat|climb|vitamin|shav|cook|lawyer|notary|estate|nails?\b|boxing|gym|drum|pool|trampoline|parachute|for joy|scared|surprise|allerg|from this address|joke|playlist|oven|stove
    `),
  },
]
