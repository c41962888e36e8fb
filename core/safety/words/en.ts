import type { WordList } from '../words.ts'

export const ENGLISH_WORDS: readonly WordList[] = [
  {
    rule: 'curse-en',
    kind: 'abuse',
    words: `
      fucker*, fuckface*, fuckhead*, fuckwit*, fucktard*, fuckboy*, fucku, fuku, fuk u, fuk you, fuk off,
      fuc you, fuck u, fuck ya, phuck you, phuck u,
      phuck off, fuq you, fuq u, fvck you, fvck u, fvck off, fck you, fck u, fck off, fk you, fk off, f off,
      eff off, effing idiot,
      motherfuck*, mother fuck*, motherfck*, mother fck*, motherfuk*, mothafuck*, muthafuck*, mofo, mofos,
      shithead*, shitface*, shitbag*, shitstain*, dipshit*,
      bullshitter*, eat shit, dumb shit, dumbshit*, stupid shit, you shit, u shit, little shit, piece of shit,
      pieces of shit, sack of shit, bag of shit,
      asshole*, asholes, ashole, assholle, arsehole*, arse hole*, ahole, asshat*, assclown*, asswipe*, assface*,
      dumbass*, dumb ass, fatass*, fat ass, lardass*,
      jackass*, kiss my ass, kiss my arse, eat my ass, dickhead*, dickface*, dickwad*, dickbag*, knobhead*,
      bellend*, wanker*, twat*, cunt*, kunt*, douche,
      douches, douchebag*, douche bag*, scumbag*, slimeball*, bastard*, bitch, bitches, bitchass, biatch*,
      biotch*, beotch*, betch*, biyatch*, whore*, slut*, siut,
      skank*, libtard*, retards, retard, fucktard*, stfu, gtfo, get fucked, go fuck your*, go fuck ur*,
      fuck yourself, fuck urself, screw you, screw u, piss off,
      sod off, bugger off, bog off, go to hell, rot in hell, burn in hell, eat a dick, suck a dick,
      son of a bitch, crackhead you, imbecile*, cretin*, halfwit*,
      nitwit*, dimwit*, incel, incels, lowlife scum, subhuman*
    `,
  },
  {
    rule: 'slur-en',
    kind: 'abuse',
    action: 'hold',
    words: `
      nigger*, nigga*, niggah*, niggaz*, niggur*, negroid*, sandnigger*, porch monkey, faggot*, fagot, faggit*,
      fagg, faggy, dyke bitch, tranny*, trannies, chink, chinks,
      chinky*, gook, gooks, spic, spics, spick, spicks, wetback*, kike, kikes, paki, pakis, raghead*, rag head,
      towelhead*, towel head, camel jockey, coon, coons,
      golliwog*, wog, wogs, pikey*, white trash, mongoloid*, ching chong*, zipperhead*, slant eye*, femoid*, feminazi*
    `,
  },
  {
    rule: 'harm-en',
    kind: 'abuse',
    action: 'hold',
    words: `
      kys, kill yourself, kill urself, kill yourselves, kill ur self, kill your self, kil yourself, kill yoself,
      kill yaself, keep yourself safe lol, neck yourself, neck urself, neck yoself,
      rope yourself, drink bleach, go drink bleach, drop dead, go die, die in a fire, die in a hole,
      die in a ditch, go drown, go choke, go rot, go hang yourself,
      hang yourself, hang urself, shoot yourself, slit your wrists, slit ur wrists, jump off a bridge you,
      end yourself, end urself, off yourself, unalive yourself,
      know where you live, know where u live, watch your back, watch ur back
    `,
  },
  {
    rule: 'sexual-en',
    kind: 'sexual',
    words: `
      nudes, nudez, noods, noodz, newds, porn, porno*, pornhub*, porns, pron, xvideos*, xhamster*, hentai*,
      sexting*, sext, sexts, sexted, sexcam*, sex cam, sexchat*,
      sex chat, sex tape, sextape*, cybersex*, cyber sex, phone sex, phonesex*, camsex*, cam sex, dildo*, milf,
      milfs, gilf, dilf, blowjob*, blow job, blow jobs,
      handjob, handjobs, rimjob*, footjob*, titjob*, cumshot*, cumming, cumslut*, creampie*, gangbang*,
      gang bang, threesome*, bdsm, horny*, horni, hornier,
      masturbat*, masterbat*, jerk off, jerking off, jerked off, jerkoff, jack off, jacking off, wank, wanking,
      wanked, orgasm*, ejaculat*, boner, boners,
      deepthroat*, rimming, anal, buttplug*, butt plug, fleshlight*, titty, titties, tits, titz, clit, clits,
      clitoris, pussy, pussies, punani, coochie*,
      doggystyle, doggy style, nsfw, onlyfans, onlyfan, camgirl*, cam girl, sugar daddy, sugar daddies,
      sugar baby, sugar babies, sugar mommy, sugardaddy*,
      sugarbaby*, fwb, friends with benefits, one night stand, booty call, bootycall*, dick pic, dick pics,
      dickpic*, cock pic, cock pics, kinks, kinky, fetishes,
      lewds, lewd pics, m4f, f4m, m4m, f4f, m4a, f4a
    `,
  },
  {
    rule: 'crisis-en',
    kind: 'crisis',
    words: `
      suicide, suicidal, suicidle, suiside, sucide, sucidal, suicde, suicid, suiciding, suicidality,
      unalive myself, unalive, unaliving, self harm, self-harm, selfharm, self harming,
      self harmed, self-harming, self-harmed, self harmer, selfharming, selfharmed, self injury, self-injury,
      sewerslide, sewer slide
    `,
  },
]
