import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

const BODY = anyOf(`
  boobs?|tits?|titties|tiddies|breasts?|nipples?|nips|ass|arse|butt|booty|body|pussy|cunt|vagina|cock|dick|penis
  package|bulge|abs|legs|thighs|feet|toes|bra|panties|underwear|thong|lingerie|undies|knickers|cleavage|naked body
  curves|lips|clit|hole|cum|d|cooch|privates|junk|balls
`).source

/** English sexual expressions and advances that are plain only in their surroundings. */
export const SEXUAL_EN: readonly Phrase[] = [
  {
    rule: 'sexual-sex',
    kind: 'sexual',
    find: anyOf(String.raw`
      \b(?:lets|let us|wanna|want(?:ing)?|want to|want some|would you|will you|can we|could we|we could
        should we|shall we|looking for|looking 4|lookin for|up for|down for|down to|in the mood for|into|love
        like|need|craving|crave|offering|anyone (?:for|up for|want|down for)|who wants|free|casual|hot|rough
        wild|kinky|dirty|steamy|oral|quick|good|great|video|online|virtual|phone|cam|cyber|anon|anonymous
        discreet|no strings)(?: (?:to|have|some|a bit of|a little|any|me|u|you|real|good|hot|rough|random|casual
        online|having|talk about|try)){0,3} sex\b(?! (?:ed\b|education|and the city|life therapist|therap
        offender|worker|workers|trafficking|discrimination|change|reassign|pistols))
      \bsex (?:tonight|now|rn|chat|talk|with (?:me|you|u|a stranger|strangers)|pics?|vids?|videos?|stor(?:y|ies)
        toys?|toy|partner|buddy|slave|cam|pls|please|on cam|in (?:public|the car)|position|tape|doll|anyone
        appeal of yours|drive|fantas(?:y|ies)|when|slut)\b
      ^\W{0,3}sex\W{0,3}$
      \bsex[ytx]{1,3} (?:pics?|photos?|videos?|vids?|chat|cam|call|text|texts|stor(?:y|ies)|talk|time|lingerie
        underwear|selfies?|girls?|ladies|women|boys|men|milf|voice|body|roleplay|rp|feet)\b
      \b(?:hey|hi|hello|ur so|youre so|you sound|u sound|so|u look|you look) sexy\b
      \b(?:want|wanna|gonna|going to|wana|let me|lemme|to|could|would|ill|id|need to|please|pls|come|come and
        can i|can you|will you|could i|hard|love to|like to) f(?:uck|uk|ck) (?:you|u|ya|me|your|ur|a stranger
        someone|her|him|it|tonight|so (?:bad|hard)|hard|them|my|that ass|each other)\b
      (?:^|[.,!?\n] ?|\b(?:please|pls|daddy|just|so|come|and|then) )fuck me\b(?! (?:up|over|sideways|dead|that
        i\b|this|it|what|its|off|running))
      \bfuck (?:buddy|buddies|toy|doll|my (?:ass|face|mouth|pussy|brains out|tits)|your (?:brains|ass|mouth|face
        pussy|tits))\b
      \b(?:good|great|best|hard|nice|tight|wet) (?:fuck|lay|pussy|hole|cunt)\b
      \b(?:looking|lookin|down|up|trying|tryna|want|wanna|wanting|wants|dtf|need|here
        keen)(?: to| for| 2| 4)?(?: a| an| some)? ?(?:hook ?ups?|hooking up|get laid|netflix and chill|bang
        smash|dtf|get off|cyber|fwb|nsa|ons|roleplay sex|casual fun|some fun tonight|fun tonight|discreet fun
        nsfw|sub|dom|submissive|dominant|mistress|slave|a sub|a dom|sugar|get naughty|get dirty|get freaky
        erp)\b(?! (?:the|my|a|sandwich|par|teacher|line|for the|in class|on friday for))
      \bhook ?(?:ed|ing)? ?up (?:tonight|with me|with you|with u|sometime|near|later|no strings|this weekend|rn
        now|for fun|if|in person|irl)\b
      \b(?:dtf|erp|gfe|bbc|bwc|pawg|bbw|cuckold|hotwife|findom|feet pics|foot pics|glory ?hole|golden shower
        face ?sitting|pegging|edging me|gooning|gooner|jizz|spunk|cum ?dump|fleshlight|slutty|nympho
        nymphomaniac|twerk on me)\b
      \bno strings(?: attached)?\b[^.!?\n]{0,20}(?:fun|tonight|sex|hook|near|meet|f\b)|\b(?:tonight|fun|hook up
        meet)[, ]{1,2}no strings\b
      \b(?:naughty|dirty|spicy|lewd|hot|erotic|sexual|steamy|freaky|kinky|horny|raunchy|filthy|nsfw|adult
        x ?rated|18\+|uncensored) (?:pics?|photos?|pictures?|chats?|talk|video|videos|vids?|texts?|texting|stuff
        fun|messages?|kind|side|time|things|roleplay|rp|games?|fantas(?:y|ies)|thoughts|secrets?|convo
        conversation|content|minds?|girls?|boys?|letters?|stor(?:y|ies)|calls?|voice|mood|person|women|men|ones
        snaps?|dm|dms)\b(?! (?:food|sauce|dishes|noodles|chicken|ramen|wings))
      \b(?:talk|talking) dirty\b|\bdirty talk(?:ing)?\b|\berotic(?:a)?\b
      \b(?:trade|trading|swap|exchange|sell|selling|buy|buying|send|share|send me|post
        show) (?:some |your |ur |me |any |sexy |hot |more ){0,3}(?:nudes?|pics of (?:your|ur)|naked|lewds
        feet pics|panties|used panties|underwear|dirty pics|naughty pics)\b
      \b(?:anyone|anybody|any (?:girls?|ladies|women|guys|boys|dudes|females|f)|f|m|who) (?:\w{2,9} )?(?:horny
        wanna trade|want to trade|trade pics|into sexting|down to sext|want nudes|wanna sext|wanna play with me
        wanna get naughty|dtf|wanna cyber|wanna rp|naughty|wet)\b
    `),
    unless: anyOf(String.raw`
      same sex|sex ed|opposite sex|spicy food|curry|noodle|ramen|kimchi|hot sauce|hot stuff on the stove|dishes
        laundry|mud\b|kitchen|parking|fuck me (?:up|over)|assault|abuse|therapist|movie|film|novel|biology
        asexual|no sex|without sex|lack of sex|stopped having|baby|adult stuff|adult things like tax
        hot video games
    `),
  },
  {
    rule: 'sexual-body',
    kind: 'sexual',
    find: anyOf(String.raw`
      \b(?:show|send|sending|see|seeing|share|flash|lick|licking|suck|sucking|kiss|kissing|touch|touching|grab
        grabbing|squeeze|squeezing|feel|feeling|rub|rubbing|finger|fingering|spank|spanking|eat|eating|taste
        tasting|smell|sniff|bite|worship|pound|ride|riding|stroke|stroking|fuck|rate|jerk|play with|cum on
        cum in|pics? of|picture of|photos? of|video of|selfie of|thinking about|think about|describe|imagine
        imagining|worshipping|massage
        pic)(?: me| us)?(?: a| some| the| more)?(?: pic| pics| picture| photo| photos| video| selfie| nude)?(?: of)? ?(?:your
        ur|my|those|them|that|his|her|u|you|the
        yo)(?: big| fat| tight| wet| hard| naked| sexy| hot| huge| little| sweet| bare| juicy| beautiful| throbbing| own| whole| perky| thick| firm| perfect){0,3} (?:${BODY})\b
      \b(?:show|flash|lick|suck|pound|tight|hard|huge|big|massive|throbbing|juicy|perky|wet|fat|thick|bouncy
        natural|bare|tiny|my|your|ur|his|nice|great) (?:boobs?|tits?|titties|cocks?|dicks?|penis|pussy|nipples
        ass|asses|boner|erection|clit|cunt|balls)\b(?=[^.!?\n]{0,16}(?:\b(?:is|are|so|hard|wet|for|pls|please
        you|u|in|on|pic|pics|now|tonight|throb|inch|inches|size|here|your|ur|look|feel|taste|need|want|and)\b
        [?!]|$))
      \b(?:my|your|ur|huge|hard|big|massive|throbbing|raging|fat) (?:cocks?|dicks?|pussy|boner|boobs|tits|clit
        cum|hard ?on|erection|wood)\b
      \b(?:suck|lick|sucking|licking|blow|blowing|swallow|swallowing|choke on|gag on|ride|riding|deep ?throat
        stroke|beg for|sit on|take)(?: on| me| it| my| his| your| some| this| that| the| a){0,2} (?:cocks?
        dicks?|balls|d|pussy|cum|load|shaft|boner|hard|c\*ck|d\*ck|face|tip|off)\b(?! (?:cloth|candle))
      \b(?:wanna|want to|want 2|would u like to|do you want to|u wanna|can i|let me|lemme) (?:see|taste|suck
        lick|feel|hold|touch|show (?:you|u)|send (?:you|u))(?: my| a| your| ur| some)? (?:cock|dick|boobs|tits
        pussy|ass|nude|nudes|body|naked|c\*ck|d\*ck|penis|boner|panties|hard on)\b
      \bsuck (?:me|it|him|you) (?:off|dry|good)\b|\bgo(?:ing)? down on (?:me|you|u|her|him)\b|\beat (?:you|me|u
        her) out\b|\bsit on my (?:face|lap|cock|dick)\b|\b(?:on|all over) (?:my|your|ur|her) (?:face|tits|boobs
        chest|ass) ?(?:pls|please|now|daddy)?$
      \b(?:make|made|making|wanna make|let me make) (?:you|u|me|her|him|myself|ur self) (?:cum|moan|wet|squirt
        orgasm|scream my name|horny|hard|beg for|climax|drip)\b
      \bcum(?:s|ming)?\b(?! (?:laude|grano))
      \b(?:touch|touching|rub|rubbing|finger|fingering|play(?:ing)? with|pleasure|pleasuring|stroke|stroking
        satisfy|satisfying|edging|tease|teasing) (?:my ?self|your ?self|urself|ur self|me down there
        you down there)\b
      \bwhat(?:s| are| r| is|re|cha| color| colour)? ?(?:are |r )?(?:you|u|ya) wearing\b|\bwhatcha wearing\b
        \bwhat (?:color|colour|kind of|size)(?: are| is| r)?(?: your| ur| of)? ?(?:panties|underwear|bra|bras
        thong|boobs|tits|lingerie|undies)\b|\b(?:your|ur) (?:bra|cup|boob|dick|cock|penis|breast|panty
        ass) size\b|\bare (?:your|ur) (?:boobs|tits|breasts|nipples)\b|\bhow big (?:is|are) (?:your|ur|it
        they)\b(?=[^.!?\n]{0,10}(?:cock|dick|boobs|tits|\?|$))
      \b(?:are (?:you|u)|r u|im|i am|u|ur|youre|you|got me|makes me|made me|making me|get me|gets me|getting me
        getting|im so|feeling
        so) (?:so |really |all |getting |feeling |soaking |dripping |very |super |fucking |rock |already ){0,3}(?:wet (?:for
        rn|right now|thinking|already|down there|just|when|reading|because of|and horny|from your|pussy)
        hard (?:for (?:you|u)|rn|right now|thinking|just|reading|when|as a rock|already|on)|turned on|aroused
        naked (?:rn|right now|in bed|for you|and|under|on)|throbbing|dripping wet|moist for|stiff for|horny
        naughty)\b(?! (?:rain|shoes|socks|to (?:get|find|believe|breathe)))
      \b(?:turn|turns|turning|turned) (?:me|you|u) on\b(?! (?:to (?:jazz|music|the|this|his|her)))
      \b(?:get|getting|be|see|seeing|seen|want|wanna see|picture|imagine|imagining|send|video|photos?|pics?
        sleep|dance|lets get|totally|completely|us|you|u|me|fully|buck|stark) ?(?:you|u|me|us|a|your
        some)? ?(?:naked|nude|topless|undressed|nakey)(?= ?(?:$|[.,!?\n]|on|pics?|photo|video|body|together|with
        for|in (?:bed|my|your|the shower)|and|please|pls|now|right|rn|selfie|tonight|lol))
      \b(?:naked|nude|topless|nakey|bikini|underwear|lingerie|shower|thirst) (?:pics?|photos?|pictures?|videos?
        vids?|selfies?|body|cam|video call|on (?:cam|video|camera|snap|skype))\b
      \b(?:take|taking|rip|ripping|tear|tearing|pull|pulling|slip|get) (?:off|out of|down) (?:all )?(?:your|ur
        those|my) (?:clothes|top|shirt|bra|panties|pants|underwear|dress|skirt|knickers|jeans|shorts
        thong)\b(?=[^.!?\n]{0,12}(?:for me|for you|slowly|now|pls|please|daddy|and (?:show|send|touch
        lie))| ?(?:$|[.!?\n]))
      \b(?:take|taking|rip|ripping|tear|pull|pulling) (?:all )?(?:your|ur|those|my) (?:clothes|top|shirt|bra
        panties|underwear|dress|skirt|knickers|thong) (?:off|down)\b(?=[^.!?\n]{0,12}(?:for me|for you|slowly
        now|pls|please|daddy|and (?:show|send|touch|lie))| ?(?:$|[.!?\n]))
      \b(?:strip|stripping|undress) (?:for|naked|in front of|with|on cam) ?(?:me|you|us|cam)?\b
      \b(?:wearing|wear|see|show|send|sell|smell|sniff|your|ur|her|used|dirty|wet|lace|no|in my|in your|only
        color
        colour) (?:my |your |ur |only |just |nothing but |a |sexy |hot |lace |red |black |used ){0,3}(?:panties
        lingerie|thong|g ?string|crotchless|knickers|undies)\b
      \b(?:want|wants|need|feel|imagine|deep|cum|be|finish|get|thrust
        being) (?:you |u |me |him |it |to be |your \w{3,6} |him |her )?(?:deep )?inside (?:of )?(?:me|you|u
        her)\b(?! (?:my head|head|mind|heart|out|i feel))
      \bspank(?:ing)? (?:me|you|u|your (?:ass|butt)|my (?:ass|butt)|her)\b
      \b(?:choke|tie|bend|pin|pound|rail|breed|ravish|dominate|use) (?:me|you|u
        her)(?: up| over| down| hard| harder| daddy| against the){0,2}[^.!?\n]{0,16}\b(?:bed|daddy|naked|fuck
        slut|table|tonight|good girl)\b
      \b(?:daddy|mommy|master|mistress|sir) (?:will |wants to |is gonna |is going to |needs to |can )?(?:spank
        punish|fuck|breed|tie|use|taste|eat|choke|make you|touch|see you)\b|\byes daddy\b|\bcall me (?:daddy
        master|mistress)\b|\b(?:good girl|good boy) (?:for daddy|for me|on your knees)\b|\bon (?:your
        ur) knees (?:for|and|slut|bitch|now)\b
      \b(?:are (?:you|u)|r u|u) (?:still )?a virgin\b|\b(?:take|taken|lose|lost|pop|steal) (?:your
        ur) (?:virginity|cherry)\b
      \bdo (?:you|u) (?:swallow|squirt|spit or|moan|like it (?:rough|hard|deep|from behind|in the|wet)
        take it (?:deep|in|up)|masturbate|watch porn|shave (?:down|your|it)|do anal|send|sext
        like (?:big )?(?:dick|dicks|cock|cocks|boobs|pussy|bdsm|being (?:spanked|choked|tied
        dominated)))(?= ?(?:$|[.,!?\n]|pics|nudes|there|me|it|with))
      \b(?:69|missionary|doggy|cowgirl|reverse cowgirl|anal play|anal sex|oral sex|oral|bareback|raw dog|quickie
        make out session|foreplay|lap ?dance|strip ?tease|sex toys?|vibrator|strap ?on|nipple clamps?|gimp
        latex fetish|foot fetish|feet fetish|fetish|kinks?|daddy kink)\b(?=[^.!?\n]{0,24}(?:\b(?:with|you|u|me
        tonight|now|up for|into|position|like|want|wanna|looking|give|chat|share|pics|inside|partner)\b
        \?))(?! (?:surgery|exam|presentation|history|b\b|hygiene|work|church|school|trip|in the (?:hose|pipe
        cable|plan)))
      \bget laid\b
      \bi bet (?:you|u) taste\b
      \bim (?:already |so |getting )?(?:so )?wet (?:for you|already)\b|\bim already (?:so )?(?:wet|hard)\b(?! (?:from|in|and cold|at work))
      \bteach (?:you|u) (?:a thing or two |things |how )?in bed\b
      \b(?:pics?|photos?|video|selfies?) of (?:you|u|yourself|urself) (?:in (?:the shower|bed|your|ur|a bikini|lingerie)|naked|without|undress|wearing (?:nothing|only|just))
      \b(?:bring|got|have|buy) (?:the |a |some |any )?condoms?\b
      \b(?:give|giving|get|getting|need|want|love) (?:me |you |u |him |a |good |some ){0,3}head\b(?= ?(?:$
        [.,!?\n]|tonight|and swallow|to strangers))
    `),
    unless: anyOf(String.raw`
      breastfe|cancer|mammogram|doctor|nurse|hospital|surgery|baby|assault|rape|harass|molest|abus|painting
        paint\b|museum|statue|sculpture|art class|model drawing|eye|trees?\b|truth|rain|puddle|soaked shoes|moby
        uncle|van dyke|willow|cat\b|kitten|dog\b|bird|therapist|stranger danger|ice ?cream|lollipop|popsicle
        lasagna|pasta|soup|cake|cookies|halloween|costume|wedding|interview outfit|to the party|pool|beach
        swimming|gym\b|yoga|sore|knee|physio|hurt|hurts|ache|aching|laundry|dick (?:move|about)|jazz|summa|magna
    `),
  },
]
