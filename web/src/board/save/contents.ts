// What of each scene stands on its picture. Null: the scene shows nothing yet that could be kept.
import { besideOf, headOf, isAsPromised, personName, type StagePerson, type StageStep, type StageView } from '../../shared/ceremony'
import { noted } from '../../shared/collected'
import { holds, inGroups, type Draw } from '../../shared/draw'
import { named, t, type Key } from '../../shared/i18n/index.svelte'
import { clockOf } from '../../shared/hallclock'
import { called } from '../../shared/lookup'
import type { Picture } from '../../shared/picture'
import type { Kind, Scene } from '../../shared/screen'
import { serverClock } from '../../shared/servertime'
import type { Module, Row } from '../../shared/types'
import type { Hall } from '../hall.svelte'
import { listOf } from '../lists'
import { progressOf, type Line as Progress } from '../progress'
import { stageAddress } from '../scenes/said'
import { beside, figure, placeOf, titleOf, total } from '../words'
import { checkCode, drawCode, progressCode, teamsCode } from './checkcode'
import { held } from './held.svelte'
import { WIDE_MOST, type Content, type Entry, type Line, type Print, type Shape } from './paint'

export type Made = Content | null | Promise<Content | null>
const WALL = ['board', 'podium', 'table', 'titles', 'stage']
const EMPTY: Entry = { place: '', medal: 0, name: '', unit: '', figures: '', total: '', state: '' }
const NOTHING = { title: '', stage: '', left: '', code: '', more: '', lines: [] as Line[], entries: [] as Entry[], prints: [] as Print[] }

const two = (figureOf: number): string => String(figureOf).padStart(2, '0')
export function day(ms: number): string {
  const at = new Date(ms)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

// What is said of a picture before it is made.
export function wordsOf(kind: Kind, isProgress: boolean): Key {
  if (isProgress) return 'save.what.progress'
  if (WALL.includes(kind)) return 'save.what'
  if (kind === 'draw' || kind === 'next') return held.draw?.committed ? 'save.what.proof' : 'save.what.list'
  return kind === 'ceremony' ? 'save.what.proof' : 'save.what.plain'
}

const heading = (text: string): Entry => ({ ...EMPTY, heading: text })
const medalOf = (place: number | null | undefined): number => (place && place <= 3 ? place : 0)

function entryOf(hall: Hall, row: Row): Entry {
  const modules = hall.stage?.modules ?? []
  const title = titleOf(row, hall.skill?.titles ?? [])
  const going = row.complete ? '' : t('board.marking', { done: row.done, expected: row.expected })
  return {
    place: placeOf(row), medal: medalOf(row.place), name: [called(row), row.second_name].filter(Boolean).join(' '),
    unit: beside(row, hall.skill?.groups ?? []),
    figures: modules.length > 1 ? modules.map(({ id, name }) => `${named(name)} ${figure(row, id)}`).join('  ') : '',
    total: total(row), state: row.status ? t(`print.status.${row.status}`) : row.held ? t('board.held') : title || going,
  }
}

// What every picture of a skill has at its edges: of which rows, and from when.
function ofSkill(hall: Hall, picture: Picture, rows: Row[], at: number, stage: string): Content {
  const { published, edition } = picture.state
  const final = edition === undefined ? t('board.final') : t('save.edition', { n: edition })
  const kind = published ? final : t('save.live', { n: picture.seq })
  return { ...NOTHING, title: named(hall.skill?.name), stage, left: `${kind} · ${day(at)}`, code: checkCode(rows, edition), more: t('save.whole', { n: rows.length }) }
}

function board(hall: Hall, picture: Picture, at: number, shape: Shape): Made {
  const shown = shape === 'wide' ? picture.rows.slice(0, WIDE_MOST) : picture.rows
  if (shown.length === 0) return null
  const rest = picture.state.total - shown.length
  const more = rest > 0 ? t('save.more', { n: shown.length, all: picture.state.total }) : t('save.whole', { n: shown.length })
  return { ...ofSkill(hall, picture, shown, at, named(hall.stage?.name)), more, entries: shown.map((row) => entryOf(hall, row)) }
}

function podium(hall: Hall, picture: Picture, at: number): Made {
  const rows = picture.rows.filter((row) => medalOf(row.place) > 0)
  return rows.length === 0 ? null : { ...ofSkill(hall, picture, rows, at, t('scene.podium')), entries: rows.map((row) => entryOf(hall, row)) }
}

function table(hall: Hall, picture: Picture, at: number, shape: Shape): Made {
  const { rows: units, all } = listOf(hall.others, hall.place, 'delegations')
  if (!units) return null
  const shown = shape === 'wide' ? units.slice(0, WIDE_MOST) : units
  if (shown.length === 0) return null
  return {
    ...ofSkill(hall, picture, shown, at, t('scene.table')), more: t('save.units', { n: shown.length, all }),
    entries: shown.flatMap(({ id, place, unit }) => (unit ? [{
      ...EMPTY, place: String(place), name: id, unit: t('save.unit', { best: unit.best, people: unit.people }), total: unit.medals.join(' / '), state: t('save.medals'),
    }] : [])),
  }
}

// A table of the rules: published results alone, so that no rows of a board stand behind it.
function teams(now: number, shape: Shape): Made {
  const { teams: of } = held
  const shown = shape === 'wide' ? (of?.lines ?? []).slice(0, WIDE_MOST) : (of?.lines ?? [])
  if (!of || shown.length === 0) return null
  const said = t(of.published < of.skills ? 'scene.teams.part' : 'scene.teams.all', { n: of.published, all: of.skills })
  return {
    ...NOTHING, title: named(of.name), stage: said, left: day(now), code: teamsCode(of, shown), more: t('save.units', { n: shown.length, all: of.lines.length }),
    entries: shown.map((line) => ({
      ...EMPTY, place: placeOf(line), medal: medalOf(line.half ? null : line.place), name: line.name ?? line.team,
      unit: t('scene.teams.of', { firsts: line.firsts, counted: line.counted }), total: line.total,
    })),
  }
}

function titles(hall: Hall, picture: Picture, at: number, shape: Shape): Made {
  const list = listOf(hall.others, hall.place, 'titles')
  const all = (hall.skill?.titles ?? []).flatMap(({ id, name }) => {
    const who = (list.rows ?? []).filter((row) => row.title === id)
    return who.length === 0 ? [] : [heading(named(name)), ...who.map((row) => ({ ...entryOf(hall, row), figures: '', state: '' }))]
  })
  if (all.length === 0) return null
  const rows = (list.rows ?? []).filter((row) => hall.skill?.titles?.some(({ id }) => id === row.title))
  const entries = shape === 'wide' ? all.slice(0, WIDE_MOST) : all
  const shown = entries.filter((each) => !each.heading).length
  const more = shown < list.all ? t('save.more', { n: shown, all: list.all }) : t('save.whole', { n: shown })
  return { ...ofSkill(hall, picture, rows, at, t('scene.titles')), more, entries }
}

function cards(row: Row): Entry[] {
  return (row.cards?.judges ?? []).map(({ mark, struck }, at) => ({
    ...EMPTY, place: `J${at + 1}`, name: struck ? t(`stage.card.${struck}`) : '', total: mark ?? '—',
  }))
}

function stage(hall: Hall, scene: Scene | null): Made {
  const view = hall.others.get(stageAddress(hall, scene?.competitor ?? '')) ?? hall.board
  const row = view?.picture?.rows.find((each) => each.id === scene?.competitor)
  if (!view?.picture || !row) return null
  const modules: Module[] = hall.stage?.modules ?? []
  const of = modules.length > 1 ? modules.map(({ id, name }) => ({ ...EMPTY, name: named(name), total: figure(row, id) })) : []
  const place = row.place === null ? entryOf(hall, row).state : t('scene.stage.place', { n: placeOf(row) })
  return {
    ...ofSkill(hall, view.picture, [row], view.currentAt, t('scene.stage')), more: '', entries: [...cards(row), ...of],
    lines: [
      { text: [called(row), row.second_name].filter(Boolean).join(' '), size: 92, colour: 'gold', font: 'serif' },
      { text: beside(row, hall.skill?.groups ?? []), size: 38, colour: 'soft' },
      { text: [t('board.total'), total(row), place].filter(Boolean).join('  '), size: 64, colour: 'text' },
    ],
  }
}

function progress(hall: Hall, picture: Picture, at: number, shape: Shape): Made {
  const line = ({ skill, done, expected, people, published }: Progress): Entry => ({
    ...EMPTY, place: `${expected === 0 ? 0 : Math.floor((100 * done) / expected)}%`, name: named(skill.name),
    unit: t('board.people', { n: people }), total: `${done} / ${expected}`, state: published ? t('board.final') : '',
  })
  const lines = progressOf(hall.view?.definition.skills ?? [], hall.view?.skills ?? [], hall.skill?.id ?? '', hall.stage?.id ?? '', picture.state)
  const shown = shape === 'wide' ? lines.slice(0, WIDE_MOST) : lines
  return { ...NOTHING, title: t('scene.progress'), left: day(at), code: progressCode(shown), more: t('save.skills', { n: shown.length, all: lines.length }), entries: shown.map(line) }
}

function spoken(kind: Kind, scene: Scene | null, now: number): Made {
  const words: Line = { text: scene?.text ?? '', size: kind === 'slogan' ? 190 : 96, colour: kind === 'slogan' ? 'gold' : 'text', font: kind === 'slogan' ? 'serif' : 'sans', isSlogan: kind === 'slogan' }
  const over: Line = { text: scene?.title ?? '', size: 76, colour: 'gold', font: 'serif' }
  return words.text ? { ...NOTHING, title: t(`scene.${kind}`), left: day(now), lines: kind === 'notice' ? [over, words] : [words] } : null
}

function clock(scene: Scene | null, now: number): Content {
  const { left, text } = clockOf(scene ?? {}, serverClock.now() ?? now)
  const title = scene?.text || (scene?.batch && left !== null ? t('draw.batch', { n: scene.batch }) : t(left === null ? 'scene.clock.time' : 'scene.clock.left'))
  return {
    ...NOTHING, title: t('scene.clock'), left: day(now),
    lines: [
      { text: title, size: 76, colour: 'text' }, { text, size: 300, colour: 'gold' },
      { text: left === 0 ? t('scene.clock.over') : '', size: 76, colour: 'text' },
    ],
  }
}

function drawnBy({ drawn }: Draw): string {
  return drawn ? t(`draw.by.${drawn.how}`, { time: day(drawn.at), n: drawn.number }) : ''
}

function batch(draw: Draw, n: number, text: string): Entry[] {
  const who = draw.drawn?.batches[n - 1] ?? []
  if (who.length === 0) return []
  return [heading(text), ...who.map(({ id, name, code, delegation }, at) => ({
    ...EMPTY, place: draw.hidden ? '' : String(at + 1), name: name ?? code ?? id, unit: name ? (delegation ?? '') : '',
  }))]
}

function next(hall: Hall, scene: Scene | null, shape: Shape): Made {
  const { draw } = held
  const n = scene?.batch ?? 1
  const all = draw ? [...batch(draw, n, t('scene.next.now', { n })), ...batch(draw, n + 1, t('scene.next.next', { n: n + 1 }))] : []
  if (!draw || all.length === 0) return null
  return { ...NOTHING, title: named(hall.skill?.name), stage: t('scene.next'), left: drawnBy(draw), code: drawCode(draw), entries: shape === 'wide' ? all.slice(0, WIDE_MOST) : all }
}

// The wall of the draw: what was promised, what was said, and what came of it.
export function drawn(draw: Draw | null, skill: string, shape: Shape): Made {
  if (!draw?.committed && !draw?.drawn) return null
  const { committed, drawn: done, reason } = draw
  const all = done?.batches.flatMap((_, at) => batch(draw, at + 1, t('draw.batch', { n: at + 1 }))) ?? []
  const entries = shape === 'wide' ? all.slice(0, WIDE_MOST) : all
  const people = done?.batches.flat().length ?? committed?.list.length ?? 0
  const shown = entries.filter((each) => !each.heading).length
  const small: Omit<Line, 'text'> = { size: 30, colour: 'text' }
  const seed: Line[] = done?.how === 'machine' ? [
    { ...small, text: `${t('draw.seed')}  ${inGroups(done.seed ?? '')}`, font: 'mono' },
    { ...small, text: `${t('draw.word.said')}  ${done.word ?? ''}` },
    { ...small, text: t(holds(draw) ? 'draw.holds' : 'draw.fails'), colour: 'gold' },
  ] : []
  return {
    ...NOTHING, title: skill, stage: t('draw.title'), entries,
    left: done ? drawnBy(draw) : t('draw.committed', { n: people, time: day(committed?.at ?? 0) }),
    code: drawCode(draw),
    more: shown > 0 && shown < people ? t('save.more.drawn', { n: shown, all: people }) : t('save.whole', { n: people }),
    lines: [
      ...seed, { ...small, text: reason ? t('draw.again.why', { why: reason }) : '' },
    ],
  }
}

function calledUp(person: StagePerson, step: StageStep): Entry {
  const { mode } = step
  const state = [...besideOf(step, person).map((each) => named(each)), noted(person)].filter(Boolean).join(' · ')
  return {
    ...EMPTY, place: mode === 'medals' && person.place ? `${person.place}${person.half ? '.5' : ''}` : '', medal: mode === 'medals' ? medalOf(person.place) : 0,
    name: person.stand_in ? t('ceremony.standin', { n: person.stand_in }) : personName(person), unit: person.delegation ?? '', state,
  }
}

function ceremony(view: StageView | null, now: number): Made {
  if (!view || view.state === 'none') return null
  const edges = { ...NOTHING, title: t('scene.ceremony'), left: day(now), code: view.hash ?? '' }
  const big = (text: string): Line => ({ text, size: 110, colour: 'gold', font: 'serif' })
  const small = (text: string): Line => ({ text, size: 40, colour: 'soft' })
  if (view.state === 'ended') return { ...edges, lines: [big(t('ceremony.ended')), small(isAsPromised(view) ? `✓ ${t('ceremony.promised')}` : `✗ ${t('ceremony.broken')}`)] }
  const { step } = view
  if (!step || view.paused) {
    const closed = view.hash ? t('ceremony.closed', { time: day(view.opened_at ?? 0) }) : ''
    return { ...edges, lines: [big(t(view.paused ? 'ceremony.wait' : 'ceremony.soon')), small(closed)] }
  }
  const head = headOf(step)
  return {
    ...edges, stage: view.state === 'rehearsal' ? t('ceremony.rehearsal') : '', more: t('save.whole', { n: step.people.length }),
    lines: [...(head.skill ? [small(named(head.skill))] : []), ...(head.honour ? [big(named(head.honour))] : [])],
    entries: step.people.map((each) => calledUp(each, step)),
  }
}

async function photos(now: number): Promise<Content | null> {
  if (held.photos.length === 0) return null
  const prints = await Promise.all(held.photos.map(async ({ url, words }) => {
    const image = new Image()
    image.src = url
    await image.decode()
    return { image, words, width: image.naturalWidth, height: image.naturalHeight }
  }))
  return { ...NOTHING, title: t('scene.photos'), left: day(now), prints }
}

export function contentOf(kind: Kind, isProgress: boolean, hall: Hall, scene: Scene | null, now: number, shape: Shape): Made {
  const { picture, currentAt: at } = hall.board ?? { picture: null, currentAt: 0 }
  if (kind === 'notice' || kind === 'slogan') return spoken(kind, scene, now)
  if (kind === 'clock') return clock(scene, now)
  if (kind === 'photos') return photos(now)
  if (kind === 'ceremony') return ceremony(hall.ceremony, now)
  if (kind === 'next') return next(hall, scene, shape)
  if (kind === 'draw') return drawn(held.draw, named(hall.skill?.name), shape)
  if (kind === 'table' && scene?.table) return teams(now, shape)
  const exposure = picture?.state.exposure
  if (!picture || exposure === 'none') return null
  if (isProgress) return progress(hall, picture, at, shape)
  if (exposure !== 'name' && exposure !== 'code') return null
  if (kind === 'podium') return podium(hall, picture, at)
  if (kind === 'table') return table(hall, picture, at, shape)
  if (kind === 'titles') return titles(hall, picture, at, shape)
  return kind === 'stage' ? stage(hall, scene) : board(hall, picture, at, shape)
}
