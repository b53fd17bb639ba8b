// The check code of a saved picture: of its rows, as anybody can work it out from what the server says
// (server/api/README.md).
import { fnv1a64 } from '../../shared/fnv'
import { inGroups, type Draw } from '../../shared/draw'
import type { Card, Forecast, PanelCards, Row, TeamTable } from '../../shared/types'
import type { Line } from '../progress'

const encoder = new TextEncoder()

function placeText(place: number | null | undefined, half: boolean | undefined): string {
  return place === null || place === undefined ? '-' : `${place}${half ? '.5' : ''}`
}

function forecastText({ best, worst, needs = [] }: Forecast): string {
  const each = needs.map(({ place, answer, mark, than }) => [place, answer, mark, than].filter((word) => word !== undefined).join(':'))
  return `\tforecast:${best}-${worst}${each.length > 0 ? `\tneeds:${each.join(',')}` : ''}`
}

function cardText({ mark, struck }: Card): string {
  return `${mark ?? '-'}${struck?.charAt(0) ?? ''}`
}

function cardsText({ part, figure, judges }: PanelCards): string {
  return `\tcards:${part}:${figure}:${judges.map(cardText).join(',')}`
}

// One line of what it goes over; what is not set is not there.
function codeLine(row: Row): string {
  const place = placeText(row.place, row.half)
  const extras = [
    row.status ? `\tstatus:${row.status}` : '',
    row.field ? `\tfield:${row.field}` : '',
    row.held ? '\theld' : '',
    row.flagged ? '\tflagged' : '',
    row.scale ? `\tscale:${row.scale}` : '',
    row.group ? `\tgroup:${row.group}:${placeText(row.group_place, row.group_half)}` : '',
    row.heat ? `\theat:${row.heat}:${placeText(row.heat_place, row.heat_half)}` : '',
    row.forecast ? forecastText(row.forecast) : '',
    row.cards ? cardsText(row.cards) : '',
    row.unit ? `\tunit:${row.unit.medals.join('-')}:${row.unit.best}:${row.unit.people}` : '',
  ].join('')
  return `${row.id}\t${place}\t${row.total ?? '-'}\t${row.done}/${row.expected}${extras}\n`
}

// As it is read aloud and compared: in fours, a whole SHA-256 in eights as on the stage.
export function codeText(code: string): string {
  return code.length > 16 ? inGroups(code) : (code.match(/.{4}/g) ?? []).join(' ')
}

const codeOf = (lines: string[]): string => fnv1a64(encoder.encode(lines.join('')))

// `edition`: of published results, so that nobody can put another number on these rows.
export function checkCode(rows: Row[], edition?: number): string {
  return codeOf([edition === undefined ? '' : `edition\t${edition}\n`, ...rows.map(codeLine)])
}

export function teamsCode({ table, published, skills }: TeamTable, lines: TeamTable['lines']): string {
  const line = ({ team, place, half, total, firsts, counted }: TeamTable['lines'][0]) => `${team}\t${placeText(place, half)}\t${total}\t${firsts}\t${counted}\n`
  return codeOf([`${table}\t${published}/${skills}\n`, ...lines.map(line)])
}

export function progressCode(lines: Line[]): string {
  return codeOf(lines.map(({ skill, done, expected, people, published }) => `${skill.id}\t${done}/${expected}\t${people}${published ? '\tpublished' : ''}\n`))
}

// Of a draw by hand; the machine's has the hash that was made known before it.
export function drawCode({ committed, drawn }: Draw): string {
  if (committed) return committed.commitment
  return drawn ? codeOf([`${drawn.number}\n`, ...drawn.batches.map((batch) => `${batch.map(({ id }) => id).join(',')}\n`)]) : ''
}
