/** A file of which it is not certain that it could be cleaned. It does not travel; its sender hears so. */
export class Uncleanable extends Error {
  override name = 'Uncleanable'
}
