/** The languages the platform knows. docs: reference#locales */
export const locales: readonly string[] = [
  'id',
  'da',
  'de',
  'en-GB',
  'en-US',
  'es-ES',
  'es-419',
  'fr',
  'hr',
  'it',
  'lt',
  'hu',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'fi',
  'sv-SE',
  'vi',
  'tr',
  'cs',
  'el',
  'bg',
  'ru',
  'uk',
  'hi',
  'th',
  'zh-CN',
  'ja',
  'zh-TW',
  'ko',
]

const fallbacks: { [locale: string]: string } = { 'en-US': 'en-GB', 'en-GB': 'en-US', 'es-419': 'es-ES' }

/** The wording for this locale, else its fallback's, else the default. docs: application-commands#localization */
export function localised(text: string, wordings: Record<string, string> | null | undefined, locale: string): string {
  const fallback = fallbacks[locale]
  return wordings?.[locale] ?? (fallback === undefined ? undefined : wordings?.[fallback]) ?? text
}
