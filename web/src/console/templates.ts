// The templates of the rule book, so that a competition can be begun without a file of one's own.
import type { Definition } from '../shared/types'

const FILES = import.meta.glob<string>('../../../fixtures/templates/*.json', { query: '?raw', import: 'default' })

export async function loadTemplates(): Promise<Definition[]> {
  const texts = await Promise.all(Object.values(FILES).map((load) => load()))
  return texts.map((text) => JSON.parse(text) as Definition)
}

// A template's rules under an id and a name of their own, no longer marked as invented.
export function begun(template: Definition, id: string, name: string): string {
  const { fictional: _, ...rules } = template
  const isRenamed = name !== template.name.zh && name !== template.name.en
  return JSON.stringify({ ...rules, id, name: isRenamed ? { zh: name } : template.name })
}
