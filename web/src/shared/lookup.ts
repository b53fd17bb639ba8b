// Finding one's way in a definition.
import type { Competitor, Definition, Module, Part, Row, Skill, Stage } from './types'

export interface Place {
  skill: Skill
  stage: Stage
  module: Module
  part: Part
}

export function places(definition: Definition): Place[] {
  return definition.skills.flatMap((skill) =>
    skill.stages.flatMap((stage) =>
      (stage.modules ?? []).flatMap((module) =>
        (module.parts ?? []).map((part) => ({ skill, stage, module, part })),
      ),
    ),
  )
}

export function placeOf(definition: Definition, part: string): Place | undefined {
  return places(definition).find((place) => place.part.id === part)
}

export function seatsOf(part: Part): string[] {
  return part.technical ? [...(part.seats ?? []), part.technical] : (part.seats ?? [])
}

// How a person or an entry is called as far as we may know: name, else code, else id.
export function called(entry: Competitor | Row): string {
  return entry.name || entry.code || entry.id
}
