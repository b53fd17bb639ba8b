import { expect, test, vi } from 'vitest'
import { decode, isWorkbook, parseCsv } from '../src/console/csv'
import { missingIn, tally } from '../src/console/gate'
import { judgeLink, proposed, readJudges } from '../src/console/panel'
import { readRoster } from '../src/console/roster'
import { placeOf } from '../src/console/rulebook.svelte'
import { begun, loadTemplates } from '../src/console/templates'
import { onDeviceTheme } from '../src/shared/theme'
import type { Definition, Skill } from '../src/shared/types'

const DEFINITION: Definition = {
  format: 'jinbang-competition/1', id: 'x', name: { zh: '赛' },
  skills: [{
    id: 'welder', name: { zh: '电焊工', en: 'Welder' },
    stages: [{ id: 'final', name: { zh: '决赛' }, modules: [{
      id: 'm', name: { zh: '实操' }, parts: [{ id: 'p', name: { zh: '实操' }, seats: ['J1', 'J2'], technical: 'T' }],
    }] }],
  }],
}

test('CSV with quotes, doubled quotes, line ends and a byte order mark', () => {
  expect(parseCsv('\ufeffa,b\r\n"1,2","say ""hi"""\r\n\r\n"two\nlines",x\r\nz,')).toEqual([
    { line: 1, cells: ['a', 'b'] }, { line: 2, cells: ['1,2', 'say "hi"'] },
    { line: 4, cells: ['two\nlines', 'x'] }, { line: 6, cells: ['z', ''] },
  ])
  expect(parseCsv('a;b\n1;2\n').map((each) => each.cells)).toEqual([['a', 'b'], ['1', '2']])
  expect(parseCsv('a\tb\n1\t').map((each) => each.cells)).toEqual([['a', 'b'], ['1', '']])
})

test('files from Windows in China are read as GB18030', () => {
  const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb])
  expect(decode(gbk.buffer)).toBe('姓名')
  expect(decode(new TextEncoder().encode('姓名').buffer as ArrayBuffer)).toBe('姓名')
})

test('an Excel file is known by its first bytes', () => {
  expect([[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0xd0, 0xd5], [0x69], []].map((bytes) => isWorkbook(new Uint8Array(bytes).buffer)))
    .toEqual([true, true, false, false, false])
})

test('every template of the rule book begins a competition under its own id and name, no longer as invented', async () => {
  const templates = await loadTemplates()
  expect(templates.map(({ id }) => id)).toContain('city-skills')
  expect(templates).toHaveLength(10)
  for (const each of templates) {
    const made = JSON.parse(begun(each, 'xining-2026', '西宁市大赛')) as Definition
    expect(each.fictional).toBe(true)
    expect(made).toEqual({ ...each, fictional: undefined, id: 'xining-2026', name: { zh: '西宁市大赛' } })
    expect('fictional' in made).toBe(false)
    expect((JSON.parse(begun(each, 'x', each.name.zh)) as Definition).name).toEqual(each.name)
  }
})

test('a roster with Chinese heads and skills in words', () => {
  const read = readRoster('编号,工种,姓名,单位,备注\nw1,电焊工,张三,一厂,x\n', DEFINITION, new Set(), null)
  expect(read).toEqual({
    ok: true, ignored: ['备注'],
    rows: [{ line: 2, faults: [], competitor: { id: 'w1', skill: 'welder', name: '张三', delegation: '一厂' } }],
  })
})

test('every fault of a line is named at its line', () => {
  const text = 'id,skill,name\nw1,welder,A\nw1,welder,B\n坏,welder,C\nold,welder,D\nw5,木工,E\n,,\nw7,welder,\n'
  const read = readRoster(text, DEFINITION, new Set(['old']), null)
  expect(read.ok && read.rows.map((row) => [row.line, row.faults.map((fault) => fault.kind)])).toEqual([
    [2, []], [3, ['twice']], [4, ['id-malformed']], [5, ['exists']], [6, ['skill-unknown']],
    [8, ['name-missing']],
  ])
})

test('a roster without an id column is refused as a whole', () => {
  expect(readRoster('姓名\n张三\n', DEFINITION, new Set(), null)).toEqual({ ok: false, fault: 'no-columns' })
  expect(readRoster('{"x":1}', DEFINITION, new Set(), null)).toEqual({ ok: false, fault: 'not-json' })
  expect(readRoster('id,skill\n', DEFINITION, new Set(), null)).toEqual({ ok: false, fault: 'empty' })
})

test('a JSON roster, and lines that take the chosen skill', () => {
  const read = readRoster('[{"id":"w1","name":"张三"}]', DEFINITION, new Set(), 'welder')
  expect(read.ok && read.rows[0]?.competitor).toEqual({ id: 'w1', skill: 'welder', name: '张三' })
})

test('one judge is proposed for every seat, technical seats too', () => {
  const judges = proposed(DEFINITION, (skill, seat) => `${skill} ${seat}`)
  expect(judges.map(({ id, role }) => `${id} ${role}`)).toEqual([
    'welder-J1 judge', 'welder-J2 judge', 'welder-T technical',
  ])
  expect(readJudges(JSON.stringify({ judges }))).toEqual(judges)
  expect(readJudges('{"judges":[{"id":1}]}')).toBeNull()
})

test('a token travels behind the hash, where no server log sees it', () => {
  expect(judgeLink('http://h', 'a b', 't/1')).toBe('http://h/judge.html?c=a+b#token=t%2F1')
})

test('the gate list names what is missing, and what is not expected is not missing', () => {
  const progress = {
    parts: [{ id: 'p', seats: ['J1', 'J2', 'T'] }],
    rows: [{ id: 'w1', name: '张三', cells: [[1, 0, 2]] }, { id: 'w2', cells: [[1, 1, 2]] }],
  }
  expect(missingIn(progress)).toEqual([{ part: 'p', seat: 'J2', competitor: 'w1', who: '张三' }])
  expect(tally([1, 0, 2, 1])).toEqual({ done: 2, expected: 3 })
})

test('the theme follows the device in colour and in contrast, until nobody wants it any more', () => {
  const queries = new Map<string, EventTarget>()
  vi.stubGlobal('matchMedia', (query: string) => {
    const found = queries.get(query) ?? new EventTarget()
    queries.set(query, found)
    return found
  })
  let count = 0
  const end = onDeviceTheme(() => count++)
  for (const each of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) queries.get(each)?.dispatchEvent(new Event('change'))
  expect(count).toBe(2)
  end()
  for (const each of queries.values()) each.dispatchEvent(new Event('change'))
  expect(count).toBe(2)
  vi.unstubAllGlobals()
})

test('each fault of a draft has one place: its aspect, its part, its module, its stage, its skill, or none in the form', () => {
  const skill = { ...DEFINITION.skills[0], stages: [null, { modules: [{ parts: [{ aspects: [{}, null] }] }] }] } as unknown as Skill
  const module = '/skills/0/stages/1/modules/0'
  const places = ['', '/weight', '/parts', '/parts/0', '/parts/0/seats/1', '/parts/0/aspects', '/parts/0/aspects/1/id', '/parts/0/aspects/2', '/parts/1']
    .map((each) => placeOf(skill, 0, module + each)?.slice(module.length))
  expect(places).toEqual(['', '', '', '/parts/0', '/parts/0', '/parts/0', '/parts/0/aspects/1', '/parts/0', ''])
  const above = ['/skills/0', '/skills/0/titles/0', '/skills/0/stages/9', '/skills/0/stages/0', '/skills/0/stages/1/modules', '/skills/0/stages/1/modules/1', '/skills/0/stages/0/modules/0']
  expect(above.map((each) => placeOf(skill, 0, each))).toEqual(['/skills/0', '/skills/0', '/skills/0', '/skills/0/stages/0', '/skills/0/stages/1', '/skills/0/stages/1', '/skills/0/stages/0'])
  expect(['', '/name', '/skills/1/stages/1/modules/0'].filter((each) => placeOf(skill, 0, each) !== null)).toEqual([])
  expect(placeOf(undefined, 0, module)).toBeNull()
})
