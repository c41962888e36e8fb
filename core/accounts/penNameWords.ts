import type { Language } from '../language.ts'

/**
 * Words for pen-names. Any adjective goes before any noun, so each is gentle by itself and beside all the others: nothing
 * about bodies, age, taste or touch, nothing with a second meaning. English adjectives and nouns have at most eight
 * letters, so that a number still fits behind.
 */
export const penNameWords: Record<Language, { adjectives: readonly string[]; nouns: readonly string[] }> = {
  ko: {
    adjectives: words(`
      조용한, 느긋한, 다정한, 포근한, 따뜻한, 상냥한, 온화한, 고요한, 차분한, 잔잔한,
      반가운, 정다운, 살가운, 친절한, 너그러운, 은은한, 맑은, 밝은, 환한, 싱그러운,
      산뜻한, 상쾌한, 평온한, 평화로운, 편안한, 한가로운, 여유로운, 사려 깊은, 믿음직한, 든든한,
      듬직한, 씩씩한, 용감한, 꿋꿋한, 성실한, 부지런한, 꼼꼼한, 정성스러운, 정직한, 진실한,
      소중한, 고마운, 사랑스러운, 귀여운, 명랑한, 쾌활한, 발랄한, 유쾌한, 즐거운, 기쁜,
      행복한, 신나는, 설레는, 꿈꾸는, 노래하는, 춤추는, 웃음 짓는, 미소 짓는, 산책하는, 여행하는,
      기다리는, 귀 기울이는, 속삭이는, 반짝이는, 빛나는, 쉬어 가는, 책 읽는, 편지 쓰는, 별을 보는, 차 마시는,
      낮잠 자는, 기지개 켜는, 졸린, 나른한, 재치 있는, 슬기로운, 지혜로운, 현명한, 총명한, 영리한,
      똑똑한, 호기심 많은, 순수한, 순한, 착한, 선한, 겸손한, 소박한, 단정한, 우아한,
      고운, 해맑은, 푸근한, 훈훈한, 사뿐한, 신비로운, 푸른, 눈부신, 찬란한, 영롱한,
      청량한, 담담한, 의젓한, 늠름한, 당당한, 굳센, 한결같은, 변함없는, 정겨운, 자상한,
      어진, 배려하는, 응원하는, 다독이는, 손 흔드는, 콧노래하는, 휘파람 부는, 그림 그리는, 길을 걷는, 달을 보는,
      흥얼거리는`),
    nouns: words(`
      고래, 수달, 토끼, 다람쥐, 고슴도치, 사슴, 고양이, 강아지, 펭귄, 판다,
      코알라, 물범, 돌고래, 거북이, 두루미, 기러기, 참새, 까치, 부엉이, 올빼미,
      종달새, 꾀꼬리, 파랑새, 딱따구리, 동박새, 박새, 병아리, 나비, 반딧불이, 무당벌레,
      꿀벌, 달팽이, 해달, 알파카, 송아지, 망아지, 노루, 햄스터, 친칠라, 카피바라,
      미어캣, 해마, 산호, 북극곰, 구름, 산들바람, 별, 별빛, 햇살, 노을,
      무지개, 이슬, 눈송이, 눈꽃, 빗방울, 봄비, 시냇물, 호수, 바다, 파도,
      섬, 언덕, 숲, 오솔길, 들판, 은하수, 별똥별, 샛별, 초승달, 보름달,
      반달, 모닥불, 등대, 조약돌, 모래알, 소나무, 자작나무, 느티나무, 은행나무, 단풍잎,
      나뭇잎, 새싹, 도토리, 솔방울, 풀잎, 토끼풀, 민들레, 해바라기, 코스모스, 수선화,
      제비꽃, 은방울꽃, 들꽃, 벚꽃, 진달래, 목련, 수국, 튤립, 라벤더, 데이지,
      동백꽃, 매화, 안개꽃, 채송화, 봉선화, 나팔꽃, 연꽃, 찻잔, 담요, 목도리,
      털장갑, 손난로, 우산, 등불, 오르골, 종이배, 종이학, 종이비행기, 연필, 만년필,
      우체통, 편지지, 책갈피, 돛단배, 나침반, 풍선, 회전목마, 기차, 열기구, 다락방,
      붕어빵, 군고구마, 귤, 살구, 완두콩`),
  },
  en: {
    adjectives: words(`
      Quiet, Gentle, Kind, Calm, Warm, Cozy, Sunny, Mellow, Patient, Honest,
      Humble, Brave, Cheerful, Merry, Happy, Jolly, Jovial, Joyful, Glad, Serene,
      Peaceful, Placid, Tranquil, Restful, Relaxed, Breezy, Mild, Friendly, Loyal, Faithful,
      Trusty, Steady, Earnest, Sincere, True, Truthful, Thankful, Grateful, Gracious, Generous,
      Caring, Helpful, Hopeful, Cheery, Chipper, Bright, Shining, Glowing, Gleaming, Sparkly,
      Starry, Moonlit, Sunlit, Golden, Silver, Azure, Misty, Snowy, Wintry, Autumn,
      Summery, Early, Morning, Evening, Twilight, Dreamy, Drowsy, Sleepy, Dozing, Napping,
      Snug, Comfy, Homey, Rustic, Roaming, Drifting, Floating, Sailing, Dancing, Singing,
      Humming, Smiling, Laughing, Beaming, Reading, Writing, Thinking, Musing, Curious, Clever,
      Wise, Witty, Bookish, Creative, Playful, Nimble, Lively, Bubbly, Plucky, Bold,
      Daring, Valiant, Gallant, Noble, Stately, Modest, Tidy, Neat, Polite, Mindful,
      Careful, Tactful, Soulful, Lucky, Magical, Mystic, Lunar, Solar, Stellar, Cosmic,
      Airy, Verdant, Leafy, Mossy, Coastal, Alpine, Secret, Welcome, Lovely, Charming,
      Pleasant, Winsome, Dapper, Elegant, Graceful, Poised, Upbeat, Keen, Devoted, Candid,
      Waving, Tuneful`),
    nouns: words(`
      Whale, Otter, Rabbit, Squirrel, Hedgehog, Deer, Fawn, Penguin, Panda, Koala,
      Seal, Dolphin, Turtle, Crane, Sparrow, Magpie, Owl, Lark, Robin, Wren,
      Finch, Heron, Swan, Duckling, Firefly, Ladybug, Honeybee, Alpaca, Lamb, Llama,
      Pony, Foal, Hamster, Capybara, Meerkat, Seahorse, Coral, Narwhal, Puffin, Pelican,
      Plover, Dove, Bluebird, Kestrel, Falcon, Badger, Marmot, Chipmunk, Dormouse, Wombat,
      Quokka, Kiwi, Toucan, Parrot, Gecko, Minnow, Moth, Cricket, Cloud, Breeze,
      Star, Comet, Moon, Sunbeam, Sunrise, Sunset, Rainbow, Dewdrop, Raindrop, Snowdrop,
      Brook, Creek, River, Lake, Ocean, Island, Hill, Valley, Meadow, Forest,
      Woodland, Orchard, Garden, Harbor, Lantern, Candle, Campfire, Pebble, Seashell, Acorn,
      Pinecone, Oak, Maple, Willow, Birch, Cedar, Aspen, Fern, Clover, Leaf,
      Petal, Tulip, Daffodil, Lavender, Bluebell, Marigold, Magnolia, Primrose, Teacup, Teapot,
      Kettle, Blanket, Mitten, Scarf, Sweater, Quilt, Umbrella, Lamp, Letter, Postcard,
      Envelope, Pencil, Notebook, Bookmark, Compass, Sailboat, Kite, Balloon, Carousel, Train,
      Piano, Violin, Cello, Guitar, Melody, Harp, Bell, Chime, Pancake, Waffle,
      Pear, Apricot, Chestnut, Pumpkin, Cinnamon`),
  },
}

function words(list: string): readonly string[] {
  return list.split(',').map((word) => word.trim())
}
