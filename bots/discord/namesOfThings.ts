/**
 * Custom emoji and stickers are called as whoever runs their server likes, and may name that server or somebody in it.
 * A name travels where it is made of everyday words and nothing else; otherwise only what kind of thing it is.
 */
export function nameOfThing(name: string, kind: 'emoji' | 'sticker'): string {
  const parts = name
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^a-z가-힣]+/)
    .filter(Boolean)
  const plain = name.length <= NAME_CHARACTERS_MOST && !/\d{3}/.test(name) && /^[\w 가-힣~!?.-]+$/.test(name)
  return plain && parts.length > 0 && parts.every((part) => isSpelled(part)) ? `:${name}:` : `:${kind}:`
}

const NAME_CHARACTERS_MOST = 40

/** Whether it is one of the words, or several of the longer ones in a row. */
function isSpelled(part: string): boolean {
  if (WORDS.has(part)) return true
  for (let at = part.length - 1; at >= ROW_LETTERS_LEAST; at--)
    if (WORDS.has(part.slice(0, at)) && part.length - at >= ROW_LETTERS_LEAST && isSpelled(part.slice(at))) return true
  return false
}

const ROW_LETTERS_LEAST = 2

/** Feelings, faces, gestures, animals, food, weather, things, colours, and what such pictures are usually called. */
const WORDS: ReadonlySet<string> = new Set(
  `a an and the of for me you my your it is so no yes yeah yep nope ok okay not very too more big small tiny little
  happy happi glad joy joyful sad sadge cry crying cries sob sobbing tear tears weep angry mad rage anger annoyed upset
  hurt pain lonely alone tired sleepy sleep sleeping nap yawn bored shy blush blushing embarrassed scared scary fear
  afraid nervous worry worried anxious calm relax relaxed cozy comfy peace hope proud brave love loved loving lovely like
  heart hearts hearteyes hug hugs hugging cuddle cuddles kiss kisses smooch pat pats patpat headpat boop poke wink smile
  smiley smiling grin laugh laughing lol lmao haha giggle smirk frown pout sigh gasp shock shocked surprised wow omg huh
  confused think thinking thonk hmm eyes look looking stare staring peek peeking see hide hiding face faces nose mouth
  hand hands fist clap clapping applause wave waving waves hi hello hey bye goodbye welcome thanks thank thx please pls
  sorry thumbs thumbsup thumbsdown up down left right point pray praying bow salute dance dancing dancer jump jumping run
  running walk walking sit sitting fall falling spin spinning roll shake shaking nod vibe vibes vibing jam jamming party
  celebrate celebration cheer cheers congrats birthday gift present balloon confetti sparkle sparkles sparkling shine
  star stars moon sun sunny rainbow cloud clouds rain rainy snow snowy storm wind fire flame hot cold ice water wave sea
  ocean river beach mountain tree trees forest leaf leaves flower flowers rose tulip sunflower cherry blossom garden
  cat cats kitty kitten neko meow purr dog dogs doggo puppy pup woof bunny rabbit bear bears panda fox wolf duck ducky
  bird birds owl penguin chick chicken frog froggy toad fish shark whale dolphin turtle snail bee butterfly hamster mouse
  pig cow horse unicorn dragon dino dinosaur monkey koala sloth otter seal ghost skull robot alien monster angel devil
  witch clown king queen crown baby food eat eating hungry yum yummy tasty cake cookie bread toast rice noodle noodles
  ramen soup tea coffee milk juice boba cocoa chocolate candy sweet pizza burger fries apple banana peach lemon cherry
  strawberry grape melon watermelon egg cheese popcorn icecream game gaming play playing music song sing singing dj
  guitar piano headphones book books read reading write writing pen pencil letter mail paper note work working study
  studying school computer laptop phone camera photo art draw drawing paint money rich poor house home bed blanket
  pillow window door light lamp candle lantern night day morning evening good bad nice great cool awesome amazing best
  cute pretty beautiful cursed weird crazy silly dumb smart angel red orange yellow green blue purple pink white black
  brown gray grey gold golden silver dark bright blob blobs pepe peepo pog poggers pogchamp kek kekw lul lulw monka
  monkas feels feelsbad feelsgood feelsbadman feelsgoodman man weeb catjam sus stonks simp uwu owo rip gg ez wp afk brb
  check checkmark cross x mark question exclamation arrow plus minus animated anim static emoji emote sticker gif pixel
  go win winner lose loser fail fine this dead alive live life lit omegalul nom nomnom zzz yay woo hooray ew eww ugh bruh
  안녕 하이 바이 잘자 굿나잇 굿모닝 하트 사랑 사랑해 좋아 좋아요 최고 축하 축하해 생일 고마워 감사 미안 힘내 응원 화이팅 파이팅
  토닥 토닥토닥 위로 웃음 웃는 눈물 우는 울음 울지마 행복 행복한 슬픔 슬픈 화남 화난 졸려 졸린 피곤 피곤한 배고파 심심 놀람 놀란 부끄 부끄러운
  고양이 냥이 강아지 멍멍이 토끼 곰 곰돌이 펭귄 오리 햄스터 여우 개구리 꽃 달 별 해 비 눈 구름 바다 나무 커피 차 밥 빵 케이크 딸기 네 아니 아니요 응 오케이 귀여운 작은 큰`.split(
    /\s+/,
  ),
)
