// A sheet while it is written: one text for each figure, as it was typed. A kept draft is this.
export type Values = Record<string, string>

export const NO_MARKS = 'no_marks'
export const NOTE = '/note' // no id has a slash
export const REASON = '/reason' // why a sealed sheet is changed
export const LOG = 'log'
// A deduction that was looked at and has no fault; untouched it is blank.
export const clean = 'clean'

export function faultKey(aspect: string, fault: string): string {
  return `${aspect}/fault/${fault}`
}

export function codeKey(aspect: string): string {
  return `${aspect}/code`
}

export function targetKey(aspect: string): string {
  return `${aspect}/target`
}

// What was typed as taken off; the mark itself is what is left of the maximum.
export function lostKey(aspect: string): string {
  return `${aspect}/lost`
}
