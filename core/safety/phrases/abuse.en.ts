import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

const NOUNS = anyOf(`
  idiot|moron|loser|freak|creep|clown|weirdo|pig|cow|imbecile|cretin|dunce|dummy|dumbo|disgrace|crybaby|cry baby
  snowflake|psycho|psychopath|degenerate|vermin|parasite|leech|subhuman|trash|garbage|scum|coward|liar|hypocrite
  pervert|perv|simp|hag|swine|maggot|cockroach|whale|slob|troll|attention seeker|attention whore|drama queen
  waste of (?:space|oxygen|air|skin|time|breath|life)|piece of (?:garbage|trash|crap|work|filth)|cunt|bitch
  bastard|prick|dick|twit|muppet|pleb|peasant|cripple|invalid|mental case|nutcase|lunatic|junkie|crackhead|lowlife
  slag|hoe
`).source
/** Insults only where nothing follows: you are nothing (but not: nothing like him). */
const WEAK_NOUNS = anyOf(`
  nobody|nothing|mistake|failure|burden|joke|waste|animal|dog|rat|snake|tool|worm|ape|monkey|sheep|bum|tramp
`).source
/** Insults even without a verb: you idiot. */
const HARSH_NOUNS = anyOf(`
  idiot|moron|loser|freak|creep|weirdo|imbecile|cretin|dunce|dumbo|crybaby|cry baby|psycho|psychopath|degenerate
  parasite|subhuman|scum|coward|pervert|perv|hag|swine|maggot|cockroach|attention seeker|attention whore
  waste of (?:space|oxygen|air|skin)|piece of (?:garbage|trash|crap|filth)|cunt|bitch|bastard|twit|muppet|lunatic
  junkie|crackhead|lowlife|hypocrite|liar|fat pig|fat cow|pig
`).source
const ADJECTIVES = anyOf(`
  stupid|dumb|ugly|fat|pathetic|worthless|useless|disgusting|filthy|dirty|gross|repulsive|vile|retarded
  brain ?dead|brainless|braindead|insane|crazy|mental|sick in the head|annoying|boring|cringe|cringey|cringy
  embarrassing|ignorant|dense|thick|delusional|hideous|revolting|despicable|a waste|unlovable|unwanted|trash
  garbage|whiny|spineless|psycho|sick
`).source
const FILLERS = anyOf(`
  (?:are |r |re |must be |all |both |just |such |so |too |an? |the |absolute |complete |total |utter |real |fucking |fuckin |freaking |bloody |little |big |sad |old |silly |lazy |stupid |dumb |ugly |fat |pathetic |worthless |useless |disgusting |filthy |dirty |miserable |whiny |really |truly |honestly |nothing but |nothing more than |as |pretty |clearly |obviously |probably |legit |literally |actually |also |still |always |one |being )
`).source
const SOMEBODY_SAYS = anyOf(String.raw`
  \b(?:he|she|they|who|anyone|anybody|someone|somebody|everyone|dad|mom|mum|father|mother|ex|boss|teacher|people
    brain|voice|voices|it|depression|anxiety|bully|bullies|kids|husband|wife|that|mind|head|sister
    brother)(?: \w{2,12}){0,2} (?:says?|said|saying|tells?|told|telling|calls?|called|thinks?|makes?|made
    insists?|lies?|whispers?|shouts?|shouted|yelled|screamed|convinced|keeps? telling|used to)\b
  \b(?:told|telling|tells|called|calls|calling|convinced|made|says to|said to|saying to) me\b
  \b(?:not|never|arent|isnt|hardly|no longer)\b
  \b(?:feel|feeling|felt|feels) (?:like )?
  \bif (?:you|u) (?:think|feel|believe)\b
  \b(?:dont|do not|never|please dont) (?:think|believe|say|tell)\b
  \bquestion\b|\bquestions\b|\bno such thing\b|\bthe movie\b|\bthe book\b|\bin the film\b|\bnovel\b
`)
const ABOUT_ONESELF = anyOf(String.raw`
      \b(?:im|i am|i was|ive been|i feel|i felt|am i|was i|myself|like an?|me an?|me the|i look|i sound
        i look like) 
    `)

/** English insults and threats that are plain only in their surroundings; what somebody was called by others is not one. */
export const ABUSE_EN: readonly Phrase[] = [
  {
    rule: 'abuse-fuck',
    kind: 'abuse',
    find: anyOf(String.raw`
      (?<!\b(?:to|wanna|gonna|let me|could|would|will|should|can|id|ill|lets|i|we|and) )\bf(?:uck|uk|uq|ck|vck
        uc|ook)(?:ing)? ?(?:you|u|ya|yo|off|yourself|urself|yourselves|your|ur|this guy|these people|them all
        all of you|y ?all|that bitch)\b
      \bf(?:uck|uk|ck)(?:ing|in|n|en)? (?:idiots?|morons?|losers?|freaks?|creeps?|clowns?|pigs?|cow|joke
        disgrace|coward|trash|garbage|scum|retards?|bitch(?:es)?|cunts?|asshole|liar|hypocrite|psycho|pathetic
        disgusting|ugly|worthless|animal|degenerate|weirdo|crybaby|pussy|dumb|moronic|nazi)\b
      \b(?:go )?(?:f|eff|frick|screw|feck) (?:yourself|urself|ur ?self|off)\b
      \blike an? (?:brain ?damaged|brain ?dead|braindead|retarded|special needs|illiterate|drunk) (?:toddler|monkey|child|kid|ape|chimp|five year old)
      (?<![a-z])f\*{2,3}(?:ing)? ?(?:you|u|off)\b
      (?:^|[.,!?\n] )f ?u(?= ?(?:$|[.,!?\n]))
      \b(?:dumb|stupid|sick|sad|ugly|fat|little|crazy|old|lying|rude|worthless|pathetic|miserable
        fake)(?: ass)? (?:fuck|fucks|fuckers?|shit|shits|ass|bitch(?:es)?|prick|pricks|cunts?|hoe|hoes|twat)\b
      \bshut (?:the (?:fuck|hell|f|heck)|tf|your (?:mouth|face|trap|hole)|ur (?:mouth|face|trap)|it you|yo mouth
        da fuck)\b
      (?:^|[.,!?\n] ?|\b(?:just|please|pls|oh|so|and|now|lol|bro|dude|bitch|man|ffs|then|omg|yeah|ok
        okay) )shut ?up(?= ?(?:$|[.,!?\n]|you|u\b|already|nobody|no one|bitch|loser|idiot|and |with|about
        about your|lol|bro|dude|ur|your|with your|fat|stupid|dumb))
      \b(?:stfu|shutup|shut the front)\b
      \bget (?:the fuck|the hell|tf|lost|bent|stuffed|rekt|a rope)(?: (?:out|away|off|over yourself))?(?= ?(?:$
        [.,!?\n]|you\b|u\b|loser|idiot|already))
      \b(?:suck|choke on|eat) (?:a|on a) (?:bag of )?(?:dicks?|balls|shit|turd)
      \b(?:screw|damn|curse|to hell with) (?:you|u|your)\b(?! (?:up|on|in|the))
      \bscrew (?:yourself|off)\b
      \b(?:full of|eat|youre|ur|you|such|you little|little|u) (?:shit|bullshit|crap)(?= ?(?:$|[.,!?\n]|and|lol
        head|you|u\b|person))
      \bpiece of (?:shit|sh\*t|crap|s h i t|sht|garbage|trash|filth|scum)\b(?=[^.!?\n]{0,20}(?:you|u\b|person
        letter|human|$|[.!?\n]))
      \b(?:you|u|youre|ur|such|what|you are|such an?|a total|being|complete|total|stupid|fucking|little
        youre such) (?:an? )?(?:\w{3,9} )?(?:pricks?|dick|tool|scum|twit|hoe|hoes|slag|tart|tramp|tosser|knob
        git|nonce|bellend|muppet|cow|retarded|bitchy)(?= ?(?:$|[.,!?\n]|and|lol|you|u\b|for|who|with))
      \b(?:retarded|retard)(?= ?(?:$|[.,!?\n]|lol|letter|person|people|bitch|ass|idiot|fuck|kid|freak|shit))
      \b(?:dirty|stupid|fucking|disgusting|you|filthy|little|flaming|ugly|such a|damn|u|old) (?:fags?|dykes?
        homos?|queers?|jews?|arabs?|spaz|spastic|cripple|negro|redskin|gypsy|muzzie|muzzies|muslims?|immigrants?
        foreigners?|mexicans?|indians?|chinese|africans?|blacks|asians?|refugees?|commie|peasants?)\b
      ^\W{0,2}fag(?:s)?\W{0,3}$
    `),
    unless: anyOf(String.raw`
      told me to shut|ice ?cream|the shop is|whats a|your ?self care|fucks? given|a fuck about you being ok
        (?:he|she|they|ex|dad|mom|mum|boss) (?:\w{2,10} ){0,3}(?:called|calls|call|calling|said|told|yelled
        shouted|screamed)
    `),
  },
  {
    rule: 'abuse-aimed',
    kind: 'abuse',
    find: anyOf(String.raw`
      \b(?:youre|you are|ur|u r|you r|u are|yall are|you guys are|you people are|you lot are|youll always be
        you must be|you will always be|your(?= (?:an?|such|just|nothing|fucking
        the)\b)) ${FILLERS}{0,5}(?:${NOUNS}|(?:${WEAK_NOUNS})(?= ?(?:$|[.,!?\n])))s?\b(?! (?:of yourself|proud
        to me|to my|could|would|will|can|is|are|was|were|lover|lovers|person|who saved|owner|walker|snores|barks
        sounds|years?|day|house|park|pics?|food|story|stories|letter|and i|days|of|off))
      \b(?:you|u|ya|yall|you guys|you people|you lot) ${FILLERS}{0,4}(?:${HARSH_NOUNS})s?\b(?! (?:proof
        brother of mine|lover))
      \b(?:you are|u are|youre|ur|u r|you r|yall are|you guys are|you people are|you lot are|you must be
        you look|you sound|u sound|u look|you re|your)(?: ${FILLERS}{0,4}| )(?:${ADJECTIVES})(?= ?(?:$|[.,!?\n]
        and\b|lol|lmao|as|person|human|people|freak|little|old|af\b|or|for|man\b|bro|honestly|to|with|girl|boy
        woman|piece|mother|excuse))
      (?:^|[.,!?\n] ?)(?:stupid|dumb|ugly|fat|pathetic|worthless|filthy|dirty|disgusting|absolute|fucking|utter
        what an?|such an?|you|total|complete|typical|lol|lmao|ok|okay|wow|cry more|imagine being such an?|sad
        what a sad|what a fucking|what an absolute|what a total|what a pathetic|what a stupid) (?:(?:absolute
        utter|ugly|fat|little|stupid|dumb|fucking|pathetic|total|sad|miserable|worthless|old|whiny
        lonely) )?(?:idiots?|morons?|losers?|freaks?|pigs?|cow|bitch|cunt|clown|immigrants?|foreigners?|cripple
        animals?|scum|trash|creep|slob|weirdo|retard|crybaby|coward|hag|psycho|failure|imbecile
        dunce)\b
      \b(?:you|u) (?:stupid|dumb|ugly|fat|pathetic|worthless|silly little|filthy|dirty|disgusting|fucking
        miserable) (?:(?:little|ugly|fat|old|sad|stupid|dumb|fucking) )?(?:girl|boy|kid|man|woman|child|people
        person)s?\b
      \b(?:ugly|fat|stupid|dumb|filthy|disgusting|pathetic|worthless|fucking|lazy|dirty) (?:(?:ugly|fat|stupid
        dumb|little|fucking|filthy|disgusting|pathetic|worthless|old|lazy|dirty|ass) )?(?:pig|cow|whale|slob
        loser|moron|idiot|freak|animal|immigrant|foreigner|creep|hag|cripple|scum|trash|whore|crybaby
        excuse for a)\b
      (?:^|[,!?.\n] ?)(?:loser|losers|idiot|moron|freak|crybaby|creep|clown|dumbo|weirdo|pathetic|cringe loser
        scum|trash|disgusting|pervert|psycho|snowflake|coward|retard|scumbag|attention seeker)(?= ?(?:$|[!.\n]
        lol|lmao|\?))
      \b(?:attention seeker|attention seeking (?:whore|slut|bitch|loser)|pick me bitch|waste of (?:space|oxygen
        air|skin))(?= ?(?:$|[.,!?\n]))
      \b(?:you|u|your (?:letter|writing|words|english|story|life|existence|face|voice|kind)|ur (?:letter|writing
        words|english|story|life|existence|face|voice))(?: just| really| both| all| literally)? (?:(?:make
        makes|made) me (?:sick|puke|vomit|wanna puke|want to (?:puke|vomit|throw up)|throw up|gag|cringe)|(?:disgusts?
        repulses?|sickens?) me|sucks?|sucked|stinks?|reeks?|is (?:so )?(?:trash|garbage|pathetic|shit|crap
        worthless|a joke|disgusting|cringe|stupid|meaningless|ugly|boring as|awful and)|was (?:trash|garbage|shit
        crap|pathetic|stupid|cringe))(?= ?(?:$|[.,!?\n]|and|lol|so|go|like|just))
      \b(?:no ?one|nobody|noone|no1|not a single person
        not even your \w{3,9})(?: will| would| could| ever| even| really| actually| gonna| is gonna| is going to| has ever){0,3} (?:likes?
        loves?|loved|wants?|wanted|needs?|asked|misses|miss|cares? (?:about|for|what)|gives an? (?:shit|fuck
        damn|crap) (?:about|what)|respects?|remember|believes?|asked for) (?:you|u|ya|your|ur)\b(?! (?:more
        to (?:suffer|be hurt|hurt|feel|cry|die|leave|go))| (?:know|are worth))
      (?:^|[.,!?\n] ?|\b(?:lol|bro|literally|up) )(?:nobody|no one) (?:cares|asked)(?= ?(?:$|[.,!?\n]|you|u\b
        loser|lol|bitch|about your|bro))
      \b(?:no wonder|thats why|this is why|i see why|i get why|bet thats why
        i understand why) (?:\w{2,9} ){0,2}?(?:he|she|they|everyone|everybody|your (?:\w{3,9})|ur (?:\w{3,9})
        nobody|no one|u|youre|you) ?(?:\w{2,9} )?(?:left|dumped|hates?|cheated|likes?|loves?|abandoned|ghosted
        blocked|divorced|single|alone|died|bullied)\b
      \b(?:learn to (?:spell|write|read|speak english)|go back to school|did (?:you|u) even (?:go to
        finish) school|are (?:you|u) (?:\w{2,9} )?(?:stupid|dumb|retarded|braindead|brain dead|slow|deaf
        illiterate|mental|deranged)|r u (?:dumb|stupid|retarded|slow)|what(?:s| is) wrong with (?:you
        u) (?:freak|idiot|people)|(?:kill|end|off) (?:ya|yo)self)\b
      \b(?:ya|yo|yer|your|ur|you) (?:mum|mom|mama|momma|mother|mam|ma|dad|sister|whole family|family|kid|kids
        baby|wife)(?: is|s| was|'s)? (?:an? |the |so |such an? |a fat |a dirty |)(?:slag|whore|slut|bitch|hoe|ho
        fat|gay|ugly|cow|pig|trash|retard|disappointed in you|ashamed of you|should have (?:aborted|swallowed)
        shouldve (?:aborted|swallowed))\b
      \b(?:your|ur|yo) (?:mom|mum|mother|parents) (?:should have|shouldve|should of|must be|are|wish|wishes
        regret|regrets) (?:aborted|swallowed|so? ?ashamed|ashamed|disappointed|embarrassed|had an abortion
        never had)
      \bgo back (?:to )?(?:where you came from|where u came from|where you come from|your (?:own )?(?:country
        cave|shithole|village)|ur (?:own )?country|africa|china|mexico|india|pakistan)\b
      \b(?:all|these|those|you|fucking|damn|most|typical|bloody) (?:muslims?|jews?|blacks?|black people
        immigrants?|gays?|gay people|lesbians?|trans people|transgenders?|women|men|asians?|arabs?|mexicans?
        indians?|chinese|africans?|gypsies|gypsys|refugees|christians|foreigners|whites|white people|poor people
        homeless|disabled people|koreans?|japanese|feminists|liberals|boomers)(?: people)? (?:are|r|should
        need to|must|deserve|ruin|ruined|belong|stink|smell|is|always|only|can all|all)(?! (?:welcome|loved
        beautiful|human|equal|people too|be safe|be free|be treated|be loved|be heard|be allowed|valid|so kind
        my|our|have a voice))
      \bsuch an? (?:bitch|cunt|whore|slut|wh\*re|asshole|retard|pathetic (?:person|loser|excuse)|waste of space
        dumbass|dickhead)\b
      \b(?:grow a (?:pair|spine)|man up (?:you|crybaby|pussy|loser|bitch)|cry (?:about it|me a river|more
        harder)(?: you)? ?(?:loser|bitch|baby|crybaby|snowflake|pussy)?|boo hoo|get a life(?: you)?(?: loser)?
        get over (?:yourself|urself))(?= ?(?:$|[.,!?\n]))
      \b(?:i|we|everyone|everybody|people) (?:fucking |really |all |just )?(?:hate|hates|despise|loathe|laugh at
        are laughing at) (?:you|u|your guts|people like you|ppl like you|your kind|ur kind)\b(?! (?:to
        for leaving|being))
      \b(?:people|ppl|women|men|girls|guys|freaks|losers|trash|scum|kids|garbage) like (?:you|u
        yourself)(?: all| just| really| always| only| dont| do not| arent)? (?:should|shouldnt|deserve|need to
        ruin|dont deserve|make me|are (?:the|why|what|disgusting|pathetic|a|so)|belong|have to|must|cant|disgust
        never)\b(?! (?:be (?:loved|happy|celebrated|protected)|hope|smile|to be (?:loved|happy|heard)|better
        so much|never (?:give|stop)|light|gift|smile|why i|feel))
    `),
    unless: new RegExp(`${SOMEBODY_SAYS.source}|${ABOUT_ONESELF.source}`),
  },
  {
    rule: 'abuse-threat',
    kind: 'abuse',
    action: 'hold',
    find: anyOf(String.raw`
      \b(?:ill|i will|im going to|im gonna|imma|ima|i am going to|im about to|gonna|going to|i swear ill|we will
        well|lemme|let me|someone should|somebody should|i should|i want to|i wanna|id love to|id like to
        i could|i hope (?:someone|somebody|they|he|she)|someones gonna|hope (?:someone
        somebody)) (?:come and |go and |personally |literally |actually |fucking |just |find you and |come over and |hunt you down and |track you down and )?(?:find and (?:kill
        hurt)|kill|kills|murder|murders|stab|stabs|shoot|shoots|beat|beats|hurt|rape|rapes|smash|strangle|choke
        break|slit|slash|punch|burn|gut|skin|bash|behead|dox|doxx|destroy|end|ruin|crush|slap|cut|drown|poison
        torture|hunt down|run over) (?:you|u|ya|your|ur|the shit out of|the fuck out of|the crap out of
        that bitch)\b(?! (?:with kindness|a|some|the|in on|up on|feelings|a break|off a slice|fever
        heart to know))
      \b(?:ill|i will|im going to|im gonna|i can|we can|we will|ima|imma) (?:find|hunt|track) (?:you|u|ya
        your (?:house|family|address|home|kids)|ur (?:house|family|address))(?: down)?(?:,? (?:and|then|so
        to) (?:kill|hurt|beat|make|stab|rape|end|destroy|i)|[.!]? ?$| down\b)
      \b(?:i|we) (?:know|found|got|have|figured out|can find|know exactly) (?:out )?(?:where (?:you|u
        your (?:kids|family)|ur family) (?:live|lives|work|works|sleep|sleeps|go to school|stay)
        your (?:home )?address|ur address|your ip|ur ip|who (?:you|u) (?:really )?are and)\b
      \b(?:watch (?:your|ur|yo) back|sleep with one eye open|youre (?:a )?dead (?:man|meat|girl|woman)
        ur dead(?: meat)?|youre dead(?= ?(?:$|[.!,]))|you(?: a|)?re going to (?:die|pay|regret)|you will (?:die
        pay for|regret)|youll (?:die|pay for|regret) (?:alone|this|slowly|screaming|tonight|for)
        you better (?:watch|run|hide|sleep)|u better (?:watch|run|hide))\b
      \b(?:i hope|hope|hoping|wish|i wish|i pray|pray|praying)(?: that)? (?:you|u|ya|ur
        your (?:whole )?(?:family|mom|mum|kids|dad|dog|child|house|plane|baby
        mother))(?: all| just| both| slowly| really| get (?:cancer|covid|aids|sick|hit|run over|shot
        stabbed) and)? (?:dies?|died|rots?|suffers?|chokes?|burns?|drowns?|gets? (?:cancer|raped|shot|stabbed
        hit|aids|hurt|covid|killed|run over|fired|beaten|sick)|fall off|cry yourself|end up (?:dead|alone
        in a ditch)|fail|kill|drop dead|were dead|were never born|never (?:wake|find|recover|get better
        be happy)|stay (?:alone|miserable|single)|crash|bleed|hang|jump|lose everything)\b
      \b(?:you|u|people like (?:you|u)|ppl like (?:you|u)|your kind|ur kind|they all|all of you|yall
        those people|your (?:whole )?family) (?:should|deserve to|need to|needs to|ought to|must|should all
        should just|should really|should go|can go|better|all deserve to
        all need to) (?:just |all |really |go |probably |literally |honestly |be the one to )?(?:dies?
        be (?:dead|shot|hanged|hung|killed|put down|gassed|aborted|raped|locked up|sterili[sz]ed
        ashamed of existing|burned|deported|beaten|exterminated|murdered|executed|put to sleep)|kill (?:your
        ur) ?sel(?:f|ves)|kys|rot|hang|disappear forever|never have been born|suffer|burn|jump|not exist
        drop dead|have been (?:aborted|swallowed)|choke|get (?:cancer|shot|raped|beaten|hit))\b
      (?:^|[.,!?\n] |\b(?:just|please|pls|lol|bro|u can|you can|ok|why dont you|why dont u|omg|bitch
        loser) )(?:go |just |please |pls |u can |go and |please just )?(?:die|dye|kys|k y s|rot|choke|drown
        hang yourself|kill (?:your|ur|ya|yo) ?sel(?:f|ves)|end (?:your|ur) ?(?:life|self)|jump off (?:a
        the) (?:bridge|cliff|roof|building)|get (?:cancer|aids|hit by a (?:bus|car|truck|train)|raped|shot)
        drink bleach|slit (?:your|ur) wrists|die alone)(?= ?(?:$|[.,!?\n]|already|lol|slowly|alone|bitch|you\b
        u\b|loser|pls|please|now|then|in a (?:fire|hole|ditch)|tonight|and|off))
      \b(?:go|fuck off and|just|please|pls) (?:and )?(?:die|kys|kill (?:your|ur) ?self|drown|choke|rot
        hang yourself)(?= ?(?:$|[.,!?\n]|already|lol|slowly|alone|bitch|you\b|u\b|loser|pls|please|in a))
      \bdie (?:slowly|alone|in a (?:fire|hole|ditch|car crash)|bitch|you|scum|trash|already)\b
      \b(?:beat|kick|knock|punch|smash|slap) (?:the (?:shit|crap|fuck|hell|life|teeth) out of (?:you|u|ya)
        (?:your|ur) (?:face|teeth|skull|head|ass)(?: in| off)?|(?:you|u) (?:to death|up|senseless
        black and blue))\b
      \b(?:id|ill|i will|i would|i wanna|i want to|gonna) (?:slap|punch|choke|strangle|beat) (?:you|u|ya)\b(?! (?:to it|up the|at (?:chess|cards|tennis)|there|home))
      \bgas the\b|\bhitler (?:was right|did nothing|should have)|\bheil hitler\b|\b(?:white power|1488)\b
    `),
    unless: anyOf(String.raw`
      with kindness|mosquito|(?:he|she|they|ex|dad|husband|boyfriend|who|bully
        someone) (?:\w{2,10} ){0,3}(?:said|told|threatened|texted|yelled|shouted|used to|screamed|wrote)|told me
        threatened|\bdont\b|\bnot\b|\bnever\b|\bi die\b|i rot|hair|in the (?:film|movie|book|game)|or die
        and die trying
    `),
  },
]
