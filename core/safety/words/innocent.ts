/** Innocent Korean words that contain, or with a blank seem to contain, a listed one. */
export const INNOCENT_KOREAN = `
  *시발점*, *시발역*, *시발택시*, *시발자동차*, *시발 자동차*, *시발 지점*, *시발차*, *시발지*, *몇 시 발*, 시발라드*, *씨발라*, *씨 발라*, *날씨발*,
  *솜씨발*, *불씨발*, *말씨발*,
  *볍씨발*, *아저씨발*, *아가씨발*, *날씨벌*, *솜씨벌*, *아저씨팔*, *글씨팔*, *아저씨벌*, *날씨빨*, 아시발레*, 개시발표*,
  *병신년*, *병신일주*, *간병신*, *질병신*, *물병신*, *발병신*, *투병신*, *문병신*, *중병신*, *성병신*, *화병신*, *유리병신*, *꽃병신*, *병신청*, *병신고*,
  *무지개새*, *무지개색*, *베개색*, *지우개색*, *조개새*, *날개새*, *번개새*, *아지랄*, *공개색*, *덮개새*,
  *개새끼손*, *이새끼손*, *저새끼손*, *그새끼손*, *이새끼고양*, *그새끼고양*, *저새끼고양*, *이새끼강아지*, *이새끼 고양*, *이 새끼 고양*, *그 새끼 고양*,
  *이 새끼 강아지*, *그 새끼 강아지*,
  *이새끼발*, *저새끼발*, *개 새끼들 예방*, *개 새끼 세*, *개 새끼 두*, *개 새끼 네*, *개 새끼를 낳*, *이 새끼 오리*, *이 새끼 새*, *이새끼줄*, *저새끼줄*, *그새끼줄*,
  *어이새끼손*, *조까지*, *족까지*, *만족까*, *느금한*, 등신불*, 등신대*, 무뇌증*, 골빈도*, *엿이나 조청*, 아가리손*, 아닥하노*, 머저리그*,
  *섹스폰*, *섹스 앤 더*, *섹스앤더*, *섹스 교육*, *섹스교육*, *섹스리스*, 후장식*, 애널리*, 애널로그*, 펠라티*, 펠라고*, 정액권*, 정액제*, 정액요금*,
  정액 요금*, 정액으로 내*, 정액 기부*,
  알몸으로 태어*, 야동초*, 야동리*, 변녀석*, 창녀촌*, 자위대*, 자위권*, 자위적*, 노콘서트*, 노콘센트*, 노콘텐*, 영섹션*, 카섹션*, 야설악*,
  자살골*, 자살 골*, 자살예방*, 자살 예방*, 자살방지*, 자살 방지*, 자살률*, 자살율*, 자살특공*, 자살 특공*, 자살폭탄*, 자살 폭탄*, 자살 테러*, 자살테러*, 자살토끼*, 자살 토끼*,
  자살유족*, 자살 유족*, 자살사별*, 자해공갈*, 자해석*, 자해독*, 자해결*, 자해외*, 자해변*, 자해산*, 자해당*, 자해줘*, 자해제*, 자해마다*
`

/** Innocent English words and sayings. */
export const INNOCENT_ENGLISH = `
  scunthorpe, bonner, penistone, lightwater, clitheroe, cockfosters, shiitake*, shitake*, bitchin, dick van dyke,
  moby dick, philip k dick, spotted dick, van dyke,
  pussy willow*, niggard*, pussycat*, pussy cat*, pussyfoot*, pussy riot, chink in, chinks in,
  chink of light, coon cat, maine coon*, coons age, spic and span, spick and span,
  faggots and peas, peas and faggots, faggots and gravy, faggots and mash, blue tits, great tits, coal tits,
  tufted tits, long tailed tits, tits nest, tits at the feeder, tits and finches, tits and robins,
  cum laude, summa cum*, magna cum*, anal retentive, suicide squad, suicide prevention, suicide awareness,
  suicide hotline*, suicide helpline*, suicide lifeline*, suicide crisis line,
  suicide line, suicide doors, suicide door, career suicide, political suicide, social suicide,
  commercial suicide, financial suicide, suicide king, suicide kings, suicide girls, virgin suicides,
  poor bastard, poor bastards, lucky bastard, lucky bastards, bastard sword, life is a bitch, lifes a bitch,
  karma is a bitch, karmas a bitch, payback is a bitch, resting bitch face,
  dog is a bitch, bitch and moan, jack off the*, jack off his*, fire retardant*, flame retardant*,
  boner stew, food porn, foodporn, earth porn, book porn, trauma porn, poverty porn, word porn,
  retard growth, retard the, jackass penguin*, bitch session, kinks in the, kinks in my, kinks in his,
  the kinks, a few kinks,
 
  piss off my*, piss off the*, drop dead gorgeous
`
