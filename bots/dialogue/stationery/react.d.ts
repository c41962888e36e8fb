/**
 * satori's types name React's, which bring a browser's globals into every file of the program. This takes their place
 * (tsconfig.json, "paths"): satori is given plain objects here.
 */
export type ReactNode = unknown
export type ReactElement = unknown
export type JSXElementConstructor<_Props> = unknown
