/** One Google account. Its fields may be changed at any time; `sub` is what stays. */
export type GooglePerson = {
  readonly sub: string
  name: string
  givenName: string
  familyName: string
  /** Left out: userinfo tells none. */
  email?: string
  emailVerified: boolean
}

export function readyPeople(): GooglePerson[] {
  return [
    {
      sub: '104857600000000000001',
      name: '김서연',
      givenName: '서연',
      familyName: '김',
      email: 'seoyeon.kim@example.com',
      emailVerified: true,
    },
    {
      sub: '104857600000000000002',
      name: '박지훈',
      givenName: '지훈',
      familyName: '박',
      email: 'jihoon.park@example.net',
      emailVerified: false,
    },
    {
      sub: '104857600000000000003',
      name: 'Emma Clarke',
      givenName: 'Emma',
      familyName: 'Clarke',
      email: 'emma.clarke@example.org',
      emailVerified: true,
    },
    {
      sub: '104857600000000000004',
      name: 'Noah Reyes',
      givenName: 'Noah',
      familyName: 'Reyes',
      email: 'noah.reyes@example.net',
      emailVerified: false,
    },
  ]
}

/** The claims the granted scopes allow (developers.google.com/identity/openid-connect/openid-connect#scope-param). */
export function claimsOf(person: GooglePerson, scopes: readonly string[], pictureUrl: string): Record<string, unknown> {
  const { sub, name, givenName, familyName, email, emailVerified } = person
  return {
    sub,
    ...(scopes.includes('profile')
      ? { name, given_name: givenName, family_name: familyName, picture: pictureUrl }
      : {}),
    ...(scopes.includes('email') && email !== undefined ? { email, email_verified: emailVerified } : {}),
  }
}
