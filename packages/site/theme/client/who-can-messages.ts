/** A question, as it stands in the address: each context value is `key=value`. */
export interface Question {
  readonly action: string
  readonly resource: string
  readonly context: readonly string[]
}

/** A statement that decided, and where it is read. */
export interface Reason {
  readonly policy: string
  readonly href: string
  readonly holder: string
  readonly statement: string
  readonly tasks: readonly string[]
  readonly place: string
}

/** What one role or person may do about the question. */
export interface Answer {
  readonly kind: 'group' | 'user'
  readonly name: string
  readonly text: string
  readonly href: string
  readonly effect: 'allow' | 'explicit-deny' | 'implicit-deny'
  readonly reasons: readonly Reason[]
  /** What came closest to allowing. */
  readonly near: string
}

/** Somebody who may on some resources or under some conditions only. */
export interface Possibly {
  readonly kind: 'group' | 'user'
  readonly name: string
  readonly text: string
  readonly href: string
  /** A request that is allowed; absent where it can't be told whether there is one. */
  readonly example?: {
    readonly resource: string
    readonly context: readonly string[]
    readonly reasons: readonly Reason[]
  }
}

/** Who may, who may under conditions only, and which roles may not. */
export interface Answers {
  readonly action: string
  readonly resource: string
  /** What the asker should know of the question, such as an action that AWS does not have. */
  readonly notes: readonly string[]
  readonly may: readonly Answer[]
  readonly possibly: readonly Possibly[]
  readonly mayNot: readonly Answer[]
  /** How many people may under no condition. */
  readonly peopleNot: number
}

/** Something that may be typed, and what it is. */
export interface Suggestion {
  readonly value: string
  readonly about: string
}

export type Field = 'action' | 'resource' | 'key'

/** What the page asks the worker; `id` comes back with the answer. */
export type Ask =
  | { readonly id: number; readonly kind: 'who-can'; readonly data: string; readonly question: Question }
  | {
      readonly id: number
      readonly kind: 'complete'
      readonly data: string
      readonly field: Field
      readonly text: string
      readonly action: string
    }

/** What the worker answers. */
export type Told =
  | { readonly id: number; readonly ok: true; readonly answers: Answers }
  | { readonly id: number; readonly ok: true; readonly suggestions: readonly Suggestion[] }
  | { readonly id: number; readonly ok: false; readonly message: string }
