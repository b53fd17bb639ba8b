// An explanation, set in order for a small page: what it comes to, module by module, what each judge
// gave, and what decided. Pure.
export interface Line {
  kind: string
  depth: number
  module?: string
  part?: string
  seat?: string
  fate?: 'used' | 'dropped_high' | 'dropped_low' | 'left_out'
  value?: string
  other?: string
  zh: string
  en: string
}
export interface Struck {
  part: string
  seat: string
  zh: string
  en: string
}
export interface Explanation {
  competitor: string
  stage: string
  place: number | null
  lines: Line[]
  struck?: Struck[]
}
export interface PartStory {
  id: string
  figures: Line[] // what each judge's marks came to, dropped ones among them
  steps: Line[] // how they became one
  marks: Line[] // mark by mark
}
export interface ModuleStory {
  id: string
  parts: PartStory[]
  steps: Line[]
}
export interface Story {
  ties: Line[]
  stage: Line[]
  modules: ModuleStory[]
}

export function storyOf({ lines }: Explanation): Story {
  const story: Story = { ties: [], stage: [], modules: [] }
  const moduleOf = (id: string): ModuleStory => {
    let found = story.modules.find((each) => each.id === id)
    if (!found) story.modules.push((found = { id, parts: [], steps: [] }))
    return found
  }
  const partOf = (line: Line): PartStory => {
    const { parts } = moduleOf(line.module ?? '')
    let found = parts.find((each) => each.id === line.part)
    if (!found) parts.push((found = { id: line.part ?? '', figures: [], steps: [], marks: [] }))
    return found
  }
  for (const line of lines) {
    if (line.kind === 'tie') story.ties.push(line)
    else if (line.part !== undefined && line.kind === 'figure') partOf(line).figures.push(line)
    else if (line.part !== undefined) partOf(line)[line.depth > 2 ? 'marks' : 'steps'].push(line)
    else if (line.module !== undefined) moduleOf(line.module).steps.push(line)
    else story.stage.push(line)
  }
  return story
}

export const isDropped = (line: Line): boolean => line.fate !== undefined && line.fate !== 'used'
