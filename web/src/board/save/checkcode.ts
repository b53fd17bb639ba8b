// The check code of a saved picture: of its rows, as anybody can work it out from the board or the
// scoreboard (server/api/README.md).
import { fnv1a64 } from '../../shared/fnv'
import type { Card, Forecast, PanelCards, Row } from '../../shared/types'

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

export function checkCode(rows: Row[]): string {
  return fnv1a64(encoder.encode(rows.map(codeLine).join('')))
}
