import { anyOf } from '../anyOf.ts'
import type { Phrase } from '../phrase.ts'

/** English expressions of hurting or killing oneself: ways, means, farewells. */
export const SELF_HARM_EN: readonly Phrase[] = [
  {
    rule: 'crisis-kill-myself',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:k[i1]ll|killing|killed|k1lling|kil|off|offing|offed|murder|murdering|end|ending|delete|deleting
        erase) (?:my ?self|meself)\b
      \b(?:i|to|wanna|gonna|want|just|will|ill|honestly|should|might|literally) kms\b
      (?:^|[.,!?\n] ?)kms\b
      \bkms (?:rn|tonight|honestly|fr|lol|tbh|now|already|pls|please)\b
      \b(?:shoot|shooting|shot|hang|hanging|hung|hanged|drown|drowning|stab|stabbing|strangle|strangling
        electrocute|suffocate|suffocating|poison|poisoning|starve|starving|gas) myself\b
      \bbullet (?:in|through|to|into) (?:my|the|this) (?:own )?(?:head|brain|skull|temple)\b
      \bblow(?:ing)? my (?:own )?(?:brains?|head) (?:out|off)\b
      \b(?:eat|bite|swallow) (?:a|the) bullet\b
      \b(?:slit|slitting|slash|slashing|cut|open|opening) (?:open )?my (?:own )?(?:wrists?|veins?|throat)\b
      \bbleed(?:ing)? (?:out|to death) (?:in|and|until|alone)
    `),
    unless: anyOf(`
      laugh|in the foot|to get (?:this|that|it|the)|at the gym|in ice ?cream|in (?:work|music|chocolate|coffee
        books|wine|tea|study|studies|paperwork|tv|netflix|emails)|out to dry|hanging out|self portrait
        bullet point|electric|photo|picture|portrait|editing|selfie|video of myself
    `),
  },
  {
    rule: 'crisis-goodbye',
    kind: 'crisis',
    find: anyOf(String.raw`
      \bgoodbye (?:forever|for good|cruel world|world|note)\b
      \b(?:my|this is my|this is the|a) (?:final|last|very last) goodbye\b
      \bgoodbye (?:letter|note|message)\b
      \b(?:tonight|today|this|tomorrow)(?:s| is| will be|ll be| may be| might be)? (?:my|the) (?:last
        final) (?:night|day|letter|sunset|message|words|breath|evening|hours?)(?= ?(?:[.,!?\n]|$)| (?:alive
        on earth|here on|on this|in this|ever|of my life))
      \bmy (?:last|final) (?:night|day|days|hours?|week) (?:alive|on (?:this )?(?:earth|planet)|of (?:my )?life
        of living|in this (?:world|life))\b
      \b(?:wrote|write|written|writing|finished|left|leaving|rewriting|have
        got)(?: out)?(?: my| a| the| all my)? ?(?:suicide|goodbye|farewell|final|last) (?:notes?|letters?)\b
      \bwrote (?:the|my) note\b
      \b(?:picked|pick|chosen|choose|set|choosing|picking) (?:out )?(?:a|the|my) (?:day|date|time|method|way
        place) (?:to (?:die|go|do it|end)|and a method|for it to end)
      \b(?:have|got|made|making|making up) (?:a|my|the) plan to (?:die|end|kill|do it|go)\b
      \b(?:by|when|if|before|after) (?:the time )?(?:you(?:re)?|u|they|anyone|somebody|someone) (?:read|reads
        reading|find|finds|get|gets|see|sees) this[^.!?\n]{0,14}(?:ill be|i will be|im|i am|i might be
        i may be) (?:already )?(?:gone|dead|no more)
      \bgoodbye[, ]{1,2}(?:forever )?(?:everyone|everybody|everything)\b(?=[^\n]{0,20}(?:forever|sorry|thank
        love you|tried))
    `),
    unless: anyOf(`
      summer|vacation|holiday|semester|at this job|of school|at work|colleague|coworker|in the movie|on tour
        retire|house|apartment|freedom|twenties|thirties|before surgery
    `),
  },
  {
    rule: 'crisis-cut',
    kind: 'crisis',
    find: anyOf(String.raw`
      \b(?:cut|cuts|cutting|cutted|slice|slicing|sliced|carve|carving|carved|slash|slashed|scratch(?:ed
        ing)?) (?:up )?(?:my ?self|my (?:own )?(?:arms?|wrists?|thighs?|legs?|skin|stomach|forearms?|body
        hips?))\b
      \b(?:started|start|starting|been|began|back to|went back to|returned to|stop|stopped|quit|relapsed into
        relapsed with|relapsed and started|urges? (?:to|for)|want(?:ed)? to|wanna|gone back to|turn to|turned to
        resort to|addicted to|clean from|keep|kept|tempted to)(?: just)? (?:cut|cutting) ?(?:again|myself|too
        daily|every|since|deeper|when|because|to (?:feel|cope)|last|in secret|for (?:months|years|weeks)|[.,!?]
        $|\n)
      \bcutting (?:is|was|helps|feels|calms|again|deeper)(?: the only| my only| again)?\b(?! (?:back|edge|carbs
        onions|down|board|into|hard|costs))
      \brelapsed?\b[^.!?\n]{0,16}\bcut(?:ting)?\b
      \bcut (?:myself )?(?:pretty |too |really |so |way too )?deep(?:er)? (?:this time|again|last night|tonight|enough)
      \bself ?h(?:arm|rm|4rm)\w{0,3}\b
      \b(?:hurt|hurting|harm|harming|harmed|injure|injuring|punish|punishing) (?:my ?self
        my own body)(?= (?:on purpose|again|so|to|because|when|whenever|every|is|was|helps|feels|just|badly
        physically|tonight|more|for|until|and nobody)\b| ?[.!?\n]| ?$)
      \b(?:want|wanna|urge|urges|going|gonna|like|need|tempted|trying|feel like|thought of|thinking about
        thoughts of|keep) ?(?:to )?(?:hurt|hurting|harm|harming|punish|punishing) (?:my ?self)\b
      \b(?:burn|burning|burned|burnt|hit|hitting|punch|punching|bite|biting) myself (?:with|on purpose|to feel
        again|until|because|when|so that|to (?:cope|stop))
      \b(?:razors?|blades?|box ?cutter|scissors|knife)\b[^.!?\n]{0,24}\b(?:my (?:arms?|wrists?|skin|thighs?)
        cut myself|again and)
      \bmy (?:arms?|wrists?|thighs?|skin)\b[^.!?\n]{0,24}\b(?:razors?|blades?|scars|cuts|cut up|bleeding
        scarred)\b
      \b(?:fresh|new|more|deep|hide|hiding|cover|covering|old|the) (?:up )?(?:my |the )?(?:cuts|scars
        wounds) on my (?:arms?|wrists?|thighs?|legs?|skin)\b
    `),
    unless: anyOf(String.raw`
      shav|cooking|slack|onion|paper|kitchen|accident|some (?:slack|cake|bread)|a (?:slice|piece|deal|check
        break)|out of|loose|free from|carbs|class\b|hair|costs|sugar|grass|vegetables|corners|calories|meat
        coffee|dairy|skating|falling|fell|ankle|knee|running|gym|football|stove|oven|cat\b|kitten|rose|thorn
        surgery|bramble|gluten|fabric|wood|film|video|garden|stretch
    `),
  },
  {
    rule: 'crisis-means',
    kind: 'crisis',
    find: anyOf(String.raw`
      \boverdos(?:e|ed|ing|es)\b
      \b(?:take|taking|took|taken|swallow|swallowed|swallowing|down|downed|downing|popped) (?:all|a bunch of
        a whole|the whole|every|too many|the entire|an entire|a handful of|handfuls of|half|so many|like (?:20
        30|40|50)|[2-9][0-9]
        enough)(?: bottles?| box| pack)?(?: of)?(?: my| the| those| these| her| his)? ?(?:sleeping |pain ?
        mom'?s? |mums? )?(?:pills?|meds|medication|medicine|tablets?|tylenol|paracetamol|painkillers?|killers
        xanax|ibuprofen|aspirin|advil|antidepressants|insulin|bottle)\b
      \b(?:line|lined|lining|stockpil(?:e|ed|ing)|sav(?:ed|ing)|hoard(?:ed|ing)?|count(?:ed|ing)|stash(?:ed
        ing)?|collect(?:ed|ing)|staring at|looking at|sitting with
        holding)(?: up| on)?(?: enough| all| my| the| a bottle of| this bottle of| a handful of| these){0,3} (?:sleeping )?(?:pills?
        meds|tablets?|painkillers)\b
      \b(?:pills?|meds|tablets?|painkillers|tylenol|rope|noose|gun|blade)(?: are| is
        s)?(?: all| already)? (?:lined up|saved up|stashed|counted out|counted|ready|in my hand|in front of me
        loaded|next to me)\b
      \bhow many (?:\w{2,12} )?(?:pills?|tylenol|paracetamol|painkillers?|advil|aspirin|ibuprofen|tablets|meds
        xanax)[^.!?\n]{0,20}(?:take|die|kill|enough|need|would|end|lethal)
      \b(?:noose|tied a rope|bought a rope|bought rope|rope around my neck|belt around my neck)\b
      \b(?:jump|jumping|jumped|throw myself|throwing myself|leap|leaping|fall|falling|step|stepping|walk|walking
        stepped|let myself fall|run|running)(?: myself)? (?:off|from|over|in front of|out of|out|onto
        into)(?: of)?(?: a| an| the| that| this| my| some| oncoming| moving){0,2} (?:\w{2,12} )?(?:bridges?
        buildings?|roof|rooftop|balcony|trains?|cliff|window|overpass|traffic|tracks|truck|ledge|car park
        railing|subway|metro|lorry)\b
      \b(?:driv(?:e|ing)|crash(?:ing)?|steer(?:ing)?|swerv(?:e|ing))(?: my| the)? ?(?:car|truck)? ?(?:off|into
        in to|straight into|over)(?: of)?(?: a| an| the| oncoming){0,2} (?:bridge|cliff|walls?|trees?|traffic
        lamp ?post|pole|river|lake|ditch)\b
      \b(?:get|be|getting|being) (?:hit|run over) by a (?:bus|car|truck|train|lorry)\b
      \b(?:want|wish|hope|hoping|wishing)[^.!?\n]{0,14}(?:bus|car|truck|train
        lorry) (?:would |to |will )?(?:just )?(?:hit|hits|kill|kills|run)\b
      \bget (?:cancer|sick|hit) (?:and|so i can|so i could) (?:just )?die\b
    `),
    unless: anyOf(String.raw`
      bungee|parachute|skydiv|movie|film\b|game|trampoline|pool|chocolate|cookies|cake|caffeine|sugar|netflix
        kdrama|memes|cuteness|emotional overdose|vitamin|doctor told|vet\b|antibiotic|headache|flu\b|cold\b
        lights?|parade|marathon|to catch|catch the|missed|late for|stopped running|cat |kitten|bird|dog |nearly
        almost
    `),
  },
]
