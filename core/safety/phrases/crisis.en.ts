import { anyOf, type Phrase } from '../phrase.ts'

/** Clear English expressions of wanting to die or to hurt oneself; hyperbole (I could die laughing) is left alone. */
export const CRISIS_EN: readonly Phrase[] = [
  {
    rule: 'crisis-want-to-die',
    kind: 'crisis',
    find: anyOf(String.raw`
      (?<!\b(?:dont|not|doesnt|didnt|never|you|they|we|u|he|she|plants|people|nobody)(?: really| even)? )\b(?:want(?:ed|s|ing)?|wana|need|ready|deserve|going|trying|tried|decided|longing|begging|planning|prefer|hoping|praying|waiting) (?:to|2) (?:just |really |fucking |kinda |simply |finally )?d(?:ie|ye)\b
      (?<!\b(?:dont|not|you|they|we|u|he|she|plants) )\b(?:wanna|gonna|wana|wna) (?:just |really |fucking |kinda )?d(?:ie|ye)\b
      \b(?:i|ill|id|me) (?:should|could|might|will|would|may) (?:just |as well |really )?(?:just )?die\b(?! (?:laughing|for|of|happy|on this hill|without|if|before))
      \b(?:let|make) me (?:just )?die\b
      \b(?:i|im|id) (?:just )?(?:rather|better) (?:be dead|die)\b(?! than)
      \b(?:i|i just|just) (?:want|need|deserve|wish|hope|long|ought) to be (?:dead|gone forever|six feet under)\b
      \b(?:wanna|should) be dead\b
      \b(?:dying|death|being dead) (?:would|will|might|could|seems|sounds|feels|is)(?: be| like)? (?:so |much |way |a ){0,3}(?:easier|better|peaceful|relief|nice|good|the only|my only|simpler)
      \b(?:how|ways|way|place|method|methods) to (?:die|kill myself|end it|end my)\b
      \b(?:thoughts?|thinking|dreaming|fantasi[sz]e|fantasi[sz]ing|daydream(?:ing)?|obsessed|ideation) (?:of|about|with) (?:my own )?(?:dying|my own death|death|being dead|ending|killing)\b
      \bhope (?:that )?i (?:just )?die\b
      \bpray(?:ing)? (?:that )?i (?:just )?die\b
    `),
    unless: anyOf(
      String.raw`laugh|embarrass|cringe|of shame|of boredom|of cuteness|heat death|characters?|battery|phone|grandm|grandp|grandfather|grandmother|when i die|plants|old age|for this|novel|movie|film|philosoph|hospice|cactus|fish`,
    ),
  },
  {
    rule: 'crisis-kill-myself',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:k[i1]ll|killing|killed|k1lling|kil|off|offing|offed|murder|murdering|end|ending|delete|deleting|erase) (?:my ?self|meself)\b
      \b(?:i|to|wanna|gonna|want|just|will|ill|honestly|should|might|literally) kms\b
      (?:^|[.,!?\n] ?)kms\b
      \bkms (?:rn|tonight|honestly|fr|lol|tbh|now|already|pls|please)\b
      \b(?:shoot|shooting|shot|hang|hanging|hung|hanged|drown|drowning|stab|stabbing|strangle|strangling|electrocute|suffocate|suffocating|poison|poisoning|starve|starving|gas) myself\b
      \bbullet (?:in|through|to|into) (?:my|the|this) (?:own )?(?:head|brain|skull|temple)\b
      \bblow(?:ing)? my (?:own )?(?:brains?|head) (?:out|off)\b
      \b(?:eat|bite|swallow) (?:a|the) bullet\b
      \b(?:slit|slitting|slash|slashing|cut|open|opening) (?:open )?my (?:own )?(?:wrists?|veins?|throat)\b
      \bbleed(?:ing)? (?:out|to death) (?:in|and|until|alone)
    `),
    unless: anyOf(
      String.raw`laugh|in the foot|to get (?:this|that|it|the)|at the gym|in ice ?cream|in (?:work|music|chocolate|coffee|books|wine|tea|study|studies|paperwork|tv|netflix|emails)|out to dry|hanging out|self portrait|bullet point|electric|photo|picture|portrait|editing|selfie|video of myself`,
    ),
  },
  {
    rule: 'crisis-end-life',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:end|ending|ended|finish|finishing) my (?:own )?(?:life|existence|suffering|misery)\b
      \b(?:take|taking|took|takes) my own life\b(?! (?:back|serious|in))
      \b(?:want|need|plan|planning|ready|going|decided|tempted)(?: to)? end it all\b
    `),
  },
  {
    rule: 'crisis-end-it',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:end|ending|ended|finish|finishing) (?:it all|my pain)\b
      \b(?:want|going|gonna|wanna|ready|need|trying|tried|tempted|plan|planning|decided|about|just|time)(?: to| 2)? (?:just )?end (?:it|everything|all of it|all this|things)\b(?! (?:on|with|here|by|well|early|before|soon|because he|because she|with him|with her|between))
      \b(?:thinking|thought|thoughts|dream|dreaming|consider|considering|considered) (?:about |of )?ending (?:it|everything|things)\b(?! (?:on|with|between))
      \btak(?:e|ing) my life\b(?= ?(?:[.,!?\n]|$|tonight|today|soon|away|because|if|and|when))
      \b(?:want|wanna|wish|need|want to|just want)(?: to)? (?:it|everything|the pain|this pain|the hurt|the hurting|the voices|the noise|this life)(?: just| all)?(?: to)? (?:all |just )?(?:stop|end|be over|go away forever)\b
      \bmake (?:it|everything|the pain) (?:all )?(?:stop|end) (?:forever|for good)
      \b(?:want|wanna|way|wish i was|get)(?: to be| to get| me)? out of (?:this|my|the)? ?(?:life|world|existence)\b
      \b(?:done|finished|through|over|tired|sick|exhausted|weary) (?:with |of )(?:being alive|living|existing|existence|breathing|life|this life|this world|my life)\b(?! (?:in|with|at|on|under|out|like a|room|alone|here|there|near|admin|paycheck))
      \b(?:give|giving|gave|given) up on (?:life|living)\b
      \b(?:ive |i have |i |finally )?(?:decided|ready|going|time) (?:to|for me to) go(?= ?(?:[.!?\n]|$)| (?:be with god|forever|for good|permanently))
      \b(?:leave|leaving|depart|exit|exiting|quit) (?:this|the) (?:world|earth|life|planet)\b
      \b(?:leave|leaving) (?:it all|everything|everyone) behind (?:forever|for good)
      \bcheck(?:ing)? out (?:of life|permanently|for good)\b
    `),
    unless: anyOf(
      String.raw`letter|on a good|contract|lease|marriage|relationship|argument|semester|friendship|call\b|meeting|day with|story here|chapter|home\b|school|bed\b|work\b|party|shop|hospital|alive in|comedian|living room|city|movie|film|novel`,
    ),
  },
  {
    rule: 'crisis-not-live',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:dont|do not|didnt|never|no longer|not|cant|cannot|doesnt|donot|dnt|hardly)(?: really| even| fucking| just| truly| think i)? (?:want|wanna|wish|care|feel like|desire|bear|deserve|see myself)(?:ed)? ?(?:to|2)? ?(?:be alive|be living|exist|existing|live|living|go on living|keep living|continue living|be here any ?more|be around any ?more|be in this world|be on this (?:earth|planet)|wake up|wake up any ?more|wake up tomorrow|survive|carry on living)\b(?! (?:in|with|at|near|on|under|there|here|alone|by|next|without|off|up to|to see work|through|that|early|so early|yet|paycheck|this far|like this (?:city|flat)))
      \bcant (?:go on|keep going|carry on) (?:living|like this|any ?more|any longer)\b
      \bcant (?:live|exist) (?:any ?more|any longer|like this)\b
      \bnot (?:wanting|willing) to (?:live|be alive|exist|wake up)\b
      \b(?:hate|hating|regret) (?:being alive|living|existing|that im alive|that i am alive|waking up|my existence|to be alive)\b(?! (?:in|with|at|near|on|there|here|alone|early|so early|before))
      \b(?:nothing|no one|nobody|not much|little)(?: left)? to live for\b
      \bno (?:reason|point|purpose|use|sense|meaning|will|desire|motivation|strength)(?: left| anymore| for me| at all)? (?:in|to|of|for)(?: me to)?(?: keep| even| be| stay| continue| go on)? ?(?:living|live|alive|being alive|existing|exist|going on|go on|be here|being here|carrying on)\b(?! (?:in|with|at|near|on|there))
      \b(?:dont|cant|not|never|hardly) (?:see|find|have|feel)(?: any| a| the| much)? (?:reason|point|purpose|use|sense|meaning|will)(?: left| anymore)? (?:in|to|of|for)(?: keep| be| stay| even)? ?(?:living|live|alive|being alive|existing|exist|going on|go on)\b
      \blife (?:isnt|is not|aint|is no longer|no longer|isn t|doesnt feel|does not feel|feels not|not)(?: really| even| feels)? ?(?:worth (?:living|it)|worth all)
      \b(?:not|isnt|never) worth (?:living|being alive|staying alive)\b
      \bwhats the (?:point|use|purpose|sense) (?:of|in) (?:even |still )?(?:living|life|being alive|existing|going on|staying alive|waking up)\b
      \bwhy (?:am i|do i|should i|would i|be|stay|keep|bother)(?: even| still)? (?:alive|living|exist|live|stay alive|be alive|breathing)\b
      \b(?:lost|losing|lose|without) (?:the|my|any|all) (?:will|wish|reason|desire) to (?:live|go on|be alive)\b
      \b(?:so|just|feel|im|i am|tired of) (?:tired|sick|exhausted) of (?:being|staying) (?:here|alive)\b
      \b(?:dont|not) (?:belong|supposed to be) (?:in this world|on this earth|alive)\b
      \bnot (?:be|make it) alive (?:much longer|by)
      \bstop existing\b
      \b(?:disappear|vanish|fade away|cease to exist)(?: forever| completely| for good| permanently| from this world| from the world| from this earth)
      \b(?:want|wanna|wish i could|wish i would|rather)(?: to)? (?:just )?(?:disappear|vanish|cease|not exist|stop being|evaporate|not be here|not be alive)\b
    `),
    unless: anyOf(
      String.raw`scared to|this party|this meeting|this job|into a book|into the forest|for a weekend|on holiday|on vacation|alarm`,
    ),
  },
  {
    rule: 'crisis-wish-gone',
    kind: 'crisis',
    find: anyOf(String.raw`
      \bwish(?:ed|ing)? (?:that )?(?:i|id) (?:was|were|wasnt|werent|am|could be|had been|had|have|would be|could just be)?(?: just| already| never| not)? ?(?:dead|never born|never been born|not born|not alive|alive any ?more|not here any ?more|been aborted|aborted|never existed|not exist)\b
      \bwish(?:ed)? (?:i|id) (?:had |was |were |am |been )?(?:never|not)(?: been)? ?(?:born|alive|existed|exist|woken up|wake up)
      \bwish (?:i|id) (?:didnt|dont|did not|wouldnt|would not|could not|couldnt|would never)(?: have)? ?(?:exist|existed|wake up|woken up|live|lived)\b
      \bwish i (?:could|would) (?:just )?(?:die|disappear|stop existing|sleep forever|not wake up|vanish|never wake up|fall asleep forever|go to sleep forever)\b
      \b(?:should(?:ve|nt|nt have| have)?|wasnt|was not|never) (?:never |supposed to |meant to |have )?(?:have )?(?:been|be) born\b
      \bbetter off (?:dead|without me|with me (?:dead|gone)|if i (?:was|were|am|died|wasnt|werent|disappeared|left|didnt|never|just))
      \b(?:better|happier|easier|relieved|fine|lighter)(?: place| off| for everyone| for them| for all)? (?:without me|if i (?:was|were|am) (?:dead|gone)|if i (?:died|wasnt here|werent here|wasnt around|werent around|disappeared|wasnt alive|didnt exist|never existed))\b
      \b(?:no ?one|nobody|noone|none of them|anyone|anybody|who) (?:would|will|would even|will even|d)? ?(?:even )?(?:notice|care|miss me|miss|cry|mind|be sad)(?: me)? (?:if|when|once) i(?: was|m| am| were)? (?:just )?(?:gone|died|die|dead|disappeared|disappear|wasnt|vanished|killed|stopped|were)
      \b(?:i|im|i am) (?:just )?(?:a )?burden (?:to|on) (?:everyone|everybody|my family|all|them)[^.!?\n]{0,30}(?:gone|dead|die|without)
    `),
  },
  {
    rule: 'crisis-not-wake',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:hope|wish|want|wanna|sleep|pray|praying|hoping|wishing|like|love)[^.!?\n]{0,28}\b(?:never|not|dont|wont|didnt|without) (?:ever )?(?:wake|waking) up\b(?! (?:early|at|before|so|late|until|the (?:baby|kids)))
      \b(?:go to|fall a?|going to) ?(?:sleep|bed)[^.!?\n]{0,14}\b(?:never|not|forever|dont)(?: (?:ever )?(?:wake|waking) up)?\b(?= ?(?:[.!?\n]|$|wake|again))
      \bsleep forever\b
      \bwont (?:wake up|be alive|be here|be around|exist)(?: again)? (?:tomorrow|next|much longer|any ?more|for long|by the time|when you|to (?:read|see|get)|after (?:tonight|today|this|christmas))
      \b(?:not sure|dont know|doubt|unsure) (?:if |that |whether )?(?:ill|i will|i would|im going to|im gonna|i) (?:still )?(?:be|make it) ?(?:here|around|alive|to see)\b
      \bmake it (?:to|through|past) (?:tomorrow|the night|tonight|morning|next week|christmas|my next birthday)\b(?= ?(?:[.!?\n]|$))
    `),
    unless: anyOf(
      String.raw`office|on vacation|on holiday|party|concert|meeting|team|class\b|train|flight|jet ?lag|traffic|baby|kids|kittens|exam|deadline|marathon|work\b|airport|wifi`,
    ),
  },
  {
    rule: 'crisis-goodbye',
    kind: 'crisis',
    find: anyOf(String.raw`
      \bgoodbye (?:forever|for good|cruel world|world|note)\b
      \b(?:my|this is my|this is the|a) (?:final|last|very last) goodbye\b
      \bgoodbye (?:letter|note|message)\b
      \b(?:tonight|today|this|tomorrow)(?:s| is| will be|ll be| may be| might be)? (?:my|the) (?:last|final) (?:night|day|letter|sunset|message|words|breath|evening|hours?)(?= ?(?:[.,!?\n]|$)| (?:alive|on earth|here on|on this|in this|ever|of my life))
      \bmy (?:last|final) (?:night|day|days|hours?|week) (?:alive|on (?:this )?(?:earth|planet)|of (?:my )?life|of living|in this (?:world|life))\b
      \b(?:wrote|write|written|writing|finished|left|leaving|rewriting|have|got)(?: out)?(?: my| a| the| all my)? ?(?:suicide|goodbye|farewell|final|last) (?:notes?|letters?)\b
      \bwrote (?:the|my) note\b
      \b(?:picked|pick|chosen|choose|set|choosing|picking) (?:out )?(?:a|the|my) (?:day|date|time|method|way|place) (?:to (?:die|go|do it|end)|and a method|for it to end)
      \b(?:have|got|made|making|making up) (?:a|my|the) plan to (?:die|end|kill|do it|go)\b
      \b(?:by|when|if|before|after) (?:the time )?(?:you(?:re)?|u|they|anyone|somebody|someone) (?:read|reads|reading|find|finds|get|gets|see|sees) this[^.!?\n]{0,14}(?:ill be|i will be|im|i am|i might be|i may be) (?:already )?(?:gone|dead|no more)
      \bgoodbye[, ]{1,2}(?:forever )?(?:everyone|everybody|everything)\b(?=[^\n]{0,20}(?:forever|sorry|thank|love you|tried))
    `),
    unless: anyOf(
      String.raw`summer|vacation|holiday|semester|at this job|of school|at work|colleague|coworker|in the movie|on tour|retire|house|apartment|freedom|twenties|thirties|before surgery`,
    ),
  },
  {
    rule: 'crisis-cut',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:cut|cuts|cutting|cutted|slice|slicing|sliced|carve|carving|carved|slash|slashed|scratch(?:ed|ing)?) (?:up )?(?:my ?self|my (?:own )?(?:arms?|wrists?|thighs?|legs?|skin|stomach|forearms?|body|hips?))\b
      \b(?:started|start|starting|been|began|back to|went back to|returned to|stop|stopped|quit|relapsed into|relapsed with|relapsed and started|urges? (?:to|for)|want(?:ed)? to|wanna|gone back to|turn to|turned to|resort to|addicted to|clean from|keep|kept|tempted to)(?: just)? (?:cut|cutting) ?(?:again|myself|too|daily|every|since|deeper|when|because|to (?:feel|cope)|last|in secret|for (?:months|years|weeks)|[.,!?]|$|\n)
      \bcutting (?:is|was|helps|feels|calms|again|deeper)(?: the only| my only| again)?\b(?! (?:back|edge|carbs|onions|down|board|into|hard|costs))
      \bself ?h(?:arm|rm|4rm)\w{0,3}\b
      \b(?:hurt|hurting|harm|harming|harmed|injure|injuring|punish|punishing) (?:my ?self|my own body)(?= (?:on purpose|again|so|to|because|when|whenever|every|is|was|helps|feels|just|badly|physically|tonight|more|for|until|and nobody)\b| ?[.!?\n]| ?$)
      \b(?:want|wanna|urge|urges|going|gonna|like|need|tempted|trying|feel like|thought of|thinking about|thoughts of|keep) ?(?:to )?(?:hurt|hurting|harm|harming|punish|punishing) (?:my ?self)\b
      \b(?:burn|burning|burned|burnt|hit|hitting|punch|punching|bite|biting) myself (?:with|on purpose|to feel|again|until|because|when|so that|to (?:cope|stop))
      \b(?:razors?|blades?|box ?cutter|scissors|knife)\b[^.!?\n]{0,24}\b(?:my (?:arms?|wrists?|skin|thighs?)|cut myself|again and)
      \bmy (?:arms?|wrists?|thighs?|skin)\b[^.!?\n]{0,24}\b(?:razors?|blades?|scars|cuts|cut up|bleeding|scarred)\b
      \b(?:fresh|new|more|deep|hide|hiding|cover|covering|old|the) (?:up )?(?:my |the )?(?:cuts|scars|wounds) on my (?:arms?|wrists?|thighs?|legs?|skin)\b
    `),
    unless: anyOf(
      String.raw`shav|cooking|slack|onion|paper|kitchen|accident|some (?:slack|cake|bread)|a (?:slice|piece|deal|check|break)|out of|loose|free from|carbs|class\b|hair|costs|sugar|grass|vegetables|corners|calories|meat|coffee|dairy|skating|falling|fell|ankle|knee|running|gym|football|stove|oven|cat\b|kitten|rose|thorn|surgery|bramble|gluten|fabric|wood|film|video|garden|stretch`,
    ),
  },
  {
    rule: 'crisis-means',
    kind: 'crisis',
    find: anyOf(String.raw`
      \boverdos(?:e|ed|ing|es)\b
      \b(?:take|taking|took|taken|swallow|swallowed|swallowing|down|downed|downing|popped) (?:all|a bunch of|a whole|the whole|every|too many|the entire|an entire|a handful of|handfuls of|half|so many|like (?:20|30|40|50)|[2-9][0-9]|enough)(?: bottles?| box| pack)?(?: of)?(?: my| the| those| these| her| his)? ?(?:sleeping |pain ?|mom'?s? |mums? )?(?:pills?|meds|medication|medicine|tablets?|tylenol|paracetamol|painkillers?|killers|xanax|ibuprofen|aspirin|advil|antidepressants|insulin|bottle)\b
      \b(?:line|lined|lining|stockpil(?:e|ed|ing)|sav(?:ed|ing)|hoard(?:ed|ing)?|count(?:ed|ing)|stash(?:ed|ing)?|collect(?:ed|ing)|staring at|looking at|sitting with|holding)(?: up| on)?(?: enough| all| my| the| a bottle of| this bottle of| a handful of| these){0,3} (?:sleeping )?(?:pills?|meds|tablets?|painkillers)\b
      \b(?:pills?|meds|tablets?|painkillers|tylenol|rope|noose|gun|blade)(?: are| is|s)?(?: all| already)? (?:lined up|saved up|stashed|counted out|counted|ready|in my hand|in front of me|loaded|next to me)\b
      \bhow many (?:\w{2,12} )?(?:pills?|tylenol|paracetamol|painkillers?|advil|aspirin|ibuprofen|tablets|meds|xanax)[^.!?\n]{0,20}(?:take|die|kill|enough|need|would|end|lethal)
      \b(?:noose|tied a rope|bought a rope|bought rope|rope around my neck|belt around my neck)\b
      \b(?:jump|jumping|jumped|throw myself|throwing myself|leap|leaping|fall|falling|step|stepping|walk|walking|stepped|let myself fall|run|running)(?: myself)? (?:off|from|over|in front of|out of|out|onto|into)(?: of)?(?: a| an| the| that| this| my| some| oncoming| moving){0,2} (?:\w{2,12} )?(?:bridges?|buildings?|roof|rooftop|balcony|trains?|cliff|window|overpass|traffic|tracks|truck|ledge|car park|railing|subway|metro|lorry)\b
      \b(?:driv(?:e|ing)|crash(?:ing)?|steer(?:ing)?|swerv(?:e|ing))(?: my| the)? ?(?:car|truck)? ?(?:off|into|in to|straight into|over)(?: of)?(?: a| an| the| oncoming){0,2} (?:bridge|cliff|walls?|trees?|traffic|lamp ?post|pole|river|lake|ditch)\b
      \b(?:get|be|getting|being) (?:hit|run over) by a (?:bus|car|truck|train|lorry)\b
      \b(?:want|wish|hope|hoping|wishing)[^.!?\n]{0,14}(?:bus|car|truck|train|lorry) (?:would |to |will )?(?:just )?(?:hit|hits|kill|kills|run)\b
      \bget (?:cancer|sick|hit) (?:and|so i can|so i could) (?:just )?die\b
      \bsuicid
    `),
    unless: anyOf(
      String.raw`bungee|parachute|skydiv|movie|film\b|game|trampoline|pool|chocolate|cookies|cake|caffeine|sugar|netflix|kdrama|memes|cuteness|emotional overdose|vitamin|doctor told|vet\b|antibiotic|headache|flu\b|cold\b|lights?|parade|marathon|to catch|catch the|missed|late for|stopped running|cat |kitten|bird|dog |nearly|almost`,
    ),
  },
]
