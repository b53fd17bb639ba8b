// Blind codes as the console shows them: cards, labels, links.
export type LayerId = 'entry' | 'station' | 'work'
export interface Layer {
  id: LayerId
  cards: boolean
  made?: { number: number; at: number; by: string; digest: string }
  codes?: string[]
  opened?: { number: number; at: number; by: string; holders: string[] }
  links?: [string, string][]
}
export interface BlindSkill {
  skill: string
  opened: boolean
  complete: boolean
  layers: Layer[]
}
export interface KeyCard {
  holder: 'first' | 'second' | 'envelope'
  code: string
}

// Random of this page alone: the server works cards and links out of it and keeps it nowhere.
export function newSalt(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((each) => each.toString(16).padStart(2, '0')).join('')
}

// What is to be done next: cards or codes of the first layer that has none; then the opening of the
// last layer that is sealed.
export function nextLayer(skill: BlindSkill): Layer | undefined {
  return skill.layers.find((each) => !each.made) ?? [...skill.layers].reverse().find((each) => !each.opened)
}
