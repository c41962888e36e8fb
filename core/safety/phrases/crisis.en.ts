import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

/** Clear English expressions of wanting to die or to hurt oneself; hyperbole (I could die laughing) is left alone. */
export const CRISIS_EN: readonly Phrase[] = [
  {
    rule: 'crisis-want-to-die',
    kind: 'crisis',
    find: anyOf(String.raw`
      (?<!\b(?:dont|not|doesnt|didnt|never|you|they|we|u|he|she|plants|people
        nobody)(?: really| even)? )\b(?:want(?:ed|s|ing)?|wana|need|ready|deserve|going|trying|tried|decided
        longing|begging|planning|prefer|hoping|praying|waiting) (?:to
        2) (?:just |really |fucking |kinda |simply |finally )?d(?:ie|ye)\b
      (?<!\b(?:dont|not|you|they|we|u|he|she|plants) )\b(?:wanna|gonna|wana
        wna) (?:just |really |fucking |kinda )?d(?:ie|ye)\b
      \b(?:i|ill|id|me) (?:should|could|might|will|would
        may) (?:just |as well |really )?(?:just )?die\b(?! (?:laughing|for|of|happy|on this hill|without|if
        before))
      \b(?:let|make) me (?:just )?die\b
      \b(?:i|im|id) (?:just )?(?:rather|better) (?:be dead|die)\b(?! than)
      \b(?:i|i just|just) (?:want|need|deserve|wish|hope|long|ought) to be (?:dead|gone forever
        six feet under)\b
      \b(?:wanna|should) be dead\b
      \b(?:dying|death|being dead) (?:would|will|might|could|seems|sounds|feels
        is)(?: be| like)? (?:so |much |way |a ){0,3}(?:easier|better|peaceful|relief|nice|good|the only|my only
        simpler)
      \b(?:how|ways|way|place|method|methods) to (?:die|kill myself|end it|end my)\b
      \b(?:thoughts?|thinking|dreaming|fantasi[sz]e|fantasi[sz]ing|daydream(?:ing)?|obsessed|ideation) (?:of
        about|with) (?:my own )?(?:dying|my own death|death|being dead|ending|killing)\b
      \bhope (?:that )?i (?:just )?die\b
      \bpray(?:ing)? (?:that )?i (?:just )?die\b
    `),
    unless: anyOf(`
      laugh|embarrass|cringe|of shame|of boredom|of cuteness|heat death|characters?|battery|phone|grandm|grandp
        grandfather|grandmother|when i die|plants|subscription|contract|old age|for this|novel|movie|film|philosoph|hospice|cactus
        fish
    `),
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
      \b(?:want|going|gonna|wanna|ready|need|trying|tried|tempted|plan|planning|decided|about|just
        time)(?: to| 2)? (?:just )?end (?:it|everything|all of it|all this|things)\b(?! (?:on|with|here|by|well
        early|before|soon|because he|because she|with him|with her|between))
      \b(?:thinking|thought|thoughts|dream|dreaming|consider|considering|considered) (?:about |of )?ending (?:it
        everything|things)\b(?! (?:on|with|between))
      \btak(?:e|ing) my life\b(?= ?(?:[.,!?\n]|$|tonight|today|soon|away|because|if|and|when))
      \b(?:want|wanna|wish|need|want to|just want)(?: to)? (?:it|everything|the pain|this pain|the hurt
        the hurting|the voices|the noise|this life)(?: just| all)?(?: to)? (?:all |just )?(?:stop|end|be over
        go away forever)\b
      \bmake (?:it|everything|the pain) (?:all )?(?:stop|end) (?:forever|for good)
      \b(?:want|wanna|way|wish i was|get)(?: to be| to get| me)? out of (?:this|my|the)? ?(?:life|world
        existence)\b
      \b(?:done|finished|through|over|tired|sick|exhausted|weary) (?:with |of )(?:being alive|living|existing
        existence|breathing|life|this life|this world|my life)\b(?! (?:in|with|at|on|under|out|like a|room|alone
        here|there|near|admin|paycheck))
      \b(?:give|giving|gave|given) up on (?:life|living)\b
      \b(?:decided|ready|going|time) (?:to|for me to) go (?:be with god|forever|for good|permanently)
      \b(?:leave|leaving|depart|exit|exiting|quit) (?:this|the) (?:world|earth|life|planet)\b
      \b(?:leave|leaving) (?:it all|everything|everyone) behind (?:forever|for good)
      \bcheck(?:ing)? out (?:of life|permanently|for good)\b
    `),
    unless: anyOf(String.raw`
      letter|on a good|contract|lease|marriage|relationship|argument|semester|friendship|call\b|meeting|day with
        story here|chapter|home\b|school|bed\b|work\b|party|shop|hospital|alive in|comedian|living room|city
        movie|film|novel|study|neighbo|next door|upstairs
    `),
  },
  {
    rule: 'crisis-not-live',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:dont|do not|didnt|never|no longer|not|cant|cannot|doesnt|donot|dnt
        hardly)(?: really| even| fucking| just| truly| think i)? (?:want|wanna|wish|care|feel like|desire|bear
        deserve|see myself)(?:ed)? ?(?:to|2)? ?(?:be alive|be living|exist|existing|live|living|go on living
        keep living|continue living|be here any ?more|be around any ?more|be in this world|be on this (?:earth
        planet)|wake up|wake up any ?more|wake up tomorrow|survive|carry on living)\b(?! (?:in|with|at|near|on
        under|there|here|alone|by|next|without|off|up to|to see work|through|that|early|so early|yet|paycheck
        this far|like this (?:city|flat)))
      \bcant (?:go on|keep going|carry on) (?:living|like this|any ?more|any longer)\b
      \bcant (?:live|exist) (?:any ?more|any longer|like this)\b
      \bnot (?:wanting|willing) to (?:live|be alive|exist|wake up)\b
      \b(?:hate|hating|regret) (?:being alive|living|existing|that im alive|that i am alive|waking up
        my existence|to be alive)\b(?! (?:in|with|at|near|on|there|here|alone|early|so early|before))
      \b(?:nothing|no one|nobody|not much|little)(?: left)? to live for\b
      \bno (?:reason|point|purpose|use|sense|meaning|will|desire|motivation
        strength)(?: left| anymore| for me| at all)? (?:in|to|of
        for)(?: me to)?(?: keep| even| be| stay| continue| go on)? ?(?:living|live|alive|being alive|existing
        exist|going on|go on|be here|being here|carrying on)\b(?! (?:in|with|at|near|on|there))
      \b(?:dont|cant|not|never|hardly) (?:see|find|have|feel)(?: any| a| the| much)? (?:reason|point|purpose|use
        sense|meaning|will)(?: left| anymore)? (?:in|to|of|for)(?: keep| be| stay| even)? ?(?:living|live|alive
        being alive|existing|exist|going on|go on)\b
      \blife (?:isnt|is not|aint|is no longer|no longer|isn t|doesnt feel|does not feel|feels not
        not)(?: really| even| feels)? ?(?:worth (?:living|it)|worth all)
      \b(?:not|isnt|never) worth (?:living|being alive|staying alive)\b
      \bwhats the (?:point|use|purpose|sense) (?:of|in) (?:even |still )?(?:living|life|being alive|existing
        going on|staying alive|waking up)\b
      \bwhy (?:am i|do i|should i|would i|be|stay|keep|bother)(?: even| still)? (?:alive|living|exist|live
        stay alive|be alive|breathing)\b
      \b(?:lost|losing|lose|without) (?:the|my|any|all) (?:will|wish|reason|desire) to (?:live|go on|be alive)\b
      \b(?:so|just|feel|im|i am|tired of) (?:tired|sick|exhausted) of (?:being|staying) (?:here|alive)\b
      \b(?:dont|not) (?:belong|supposed to be) (?:in this world|on this earth|alive)\b
      \bnot (?:be|make it) alive (?:much longer|by)
      \bstop existing\b
      \b(?:dont|cant|never) (?:see|imagine|picture) my ?self (?:making it|living|getting|being here|being alive|alive|reaching|past|growing old|turning)\b(?! (?:in|with|at|near|on|there|married|a|the))
      \b(?:do|doing|did) (?:everyone|everybody|the world|them all|you all|my family|them|people|myself) a fav(?:ou)?r (?:by|if i|and)(?: just| was| am)? ?(?:dying|die|died|gone|dead|disappear|disappearing|leaving this|ending|end)
      \b(?:make|making|look|looks) it (?:look|seem) like an accident\b
      \b(?:disappear|vanish|fade away
        cease to exist)(?: forever| completely| for good| permanently| from this world| from the world| from this earth)
      \b(?:want|wanna|wish i could|wish i would|rather)(?: to)? (?:just )?(?:disappear|vanish|cease|not exist
        stop being|evaporate|not be here|not be alive)\b
    `),
    unless: anyOf(`
      scared to|this party|this meeting|this job|into a book|into the forest|for a weekend|on holiday
        on vacation|alarm
    `),
  },
  {
    rule: 'crisis-wish-gone',
    kind: 'crisis',
    find: anyOf(String.raw`
      \bwish(?:ed|ing)? (?:that )?(?:i|id) (?:was|were|wasnt|werent|am|could be|had been|had|have|would be
        could just be)?(?: just| already| never| not)? ?(?:dead|never born|never been born|not born|not alive
        alive any ?more|not here any ?more|been aborted|aborted|never existed|not exist)\b
      \bwish(?:ed)? (?:i|id) (?:had |was |were |am |been )?(?:never|not)(?: been)? ?(?:born|alive|existed|exist
        woken up|wake up)
      \bwish (?:i|id) (?:didnt|dont|did not|wouldnt|would not|could not|couldnt|would never)(?: have)? ?(?:exist
        existed|wake up|woken up|live|lived)\b
      \bwish i (?:could|would) (?:just )?(?:die|disappear|stop existing|sleep forever|not wake up|vanish
        never wake up|fall asleep forever|go to sleep forever)\b
      \b(?:should(?:ve|nt|nt have| have)?|wasnt|was not
        never) (?:never |supposed to |meant to |have )?(?:have )?(?:been|be) born\b
      \bbetter off (?:dead|without me|with me (?:dead|gone)|if i (?:was|were|am|died|wasnt|werent|disappeared
        left|didnt|never|just))
      \b(?:better|happier|easier|relieved|fine
        lighter)(?: place| off| for everyone| for them| for all)? (?:without me|if i (?:was|were|am) (?:dead
        gone)|if i (?:died|wasnt here|werent here|wasnt around|werent around|disappeared|wasnt alive|didnt exist
        never existed))\b
      \b(?:no ?one|nobody|noone|none of them|anyone|anybody|who) (?:would|will|would even|will even
        d)? ?(?:even )?(?:notice|care|miss me|miss|cry|mind|be sad)(?: me)? (?:if|when|once) i(?: was
        m| am| were)? (?:just )?(?:gone|died|die|dead|disappeared|disappear|wasnt|vanished|killed|stopped|were)
      \b(?:i|im|i am) (?:just )?(?:a )?burden (?:to|on) (?:everyone|everybody|my family|all
        them)[^.!?\n]{0,30}(?:gone|dead|die|without)
    `),
    unless: anyOf('plants?\\b|cactus|fern\\b|orchid|sourdough|garden'),
  },
  {
    rule: 'crisis-not-wake',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:hope|wish|want|wanna|sleep|pray|praying|hoping|wishing|like|love)[^.!?\n]{0,28}\b(?:never|not|dont
        wont|didnt|without) (?:ever )?(?:wake|waking) up\b(?! (?:early|at|before|so|late|until|the (?:baby
        kids)))
      \b(?:go to|fall a?|going to) ?(?:sleep|bed)[^.!?\n]{0,14}\b(?:never|not|forever|dont)(?: (?:ever )?(?:wake
        waking) up)?\b(?= ?(?:[.!?\n]|$|wake|again))
      \bsleep forever\b
      \bwont (?:wake up|be alive|be here|be around|exist)(?: again)? (?:tomorrow|next|much longer|any ?more
        for long|by the time|when you|to (?:read|see|get)|after (?:tonight|today|this|christmas))
      \b(?:not sure|dont know|doubt|unsure) (?:if |that |whether )?(?:ill|i will|i would|im going to|im gonna
        i) (?:still )?(?:be|make it) ?(?:here|around|alive|to see)\b
      \bmake it (?:to|through|past) (?:tomorrow|the night|tonight|morning|next week|christmas
        my next birthday)\b(?= ?(?:[.!?\n]|$))
    `),
    unless: anyOf(String.raw`
      office|on vacation|on holiday|party|concert|meeting|team|class\b|train|flight|jet ?lag|traffic|baby|kids
        kittens|exam|deadline|marathon|work\b|airport|wifi
    `),
  },
]
