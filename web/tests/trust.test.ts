import { expect, test } from 'vitest'
import { fits, hosts, nextPlace, portOf, publicHost } from '../src/shared/place'
import { deviceOf, isWeChat } from '../src/trust/device'

const agents = {
  android: 'Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  huawei: 'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1',
  honor: 'Mozilla/5.0 (Linux; Android 10; HarmonyOS; NOH-AN00; HMSCore 6.11) AppleWebKit/537.36 Chrome/99.0 HuaweiBrowser/14.0 Mobile Safari/537.36',
  xiaomi: 'Mozilla/5.0 (Linux; U; Android 12; zh-cn; Redmi K40) AppleWebKit/537.36 Chrome/100.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.0',
  iphone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
  windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  wechat: 'Mozilla/5.0 (Linux; Android 13; M2012K11AC) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0.42',
}

test('a device opens its own page of steps', () => {
  expect(deviceOf(agents.android, 5)).toBe('android')
  expect(deviceOf(agents.huawei, 5)).toBe('huawei')
  expect(deviceOf(agents.honor, 5)).toBe('huawei')
  expect(deviceOf(agents.xiaomi, 5)).toBe('xiaomi')
  expect(deviceOf(agents.iphone, 5)).toBe('ios')
  expect(deviceOf(agents.windows, 0)).toBe('windows')
})

test('an iPad that calls itself a Mac is known by its touch screen', () => {
  expect(deviceOf(agents.mac, 5)).toBe('ios')
  expect(deviceOf(agents.mac, 0)).toBe('mac')
})

test('WeChat is known, other browsers are not taken for it', () => {
  expect(isWeChat(agents.wechat)).toBe(true)
  for (const [name, agent] of Object.entries(agents)) if (name !== 'wechat') expect(isWeChat(agent), name).toBe(false)
})

test('the host in the address bar comes first where the certificate has it', () => {
  expect(hosts(['hall.test', '192.168.1.5', 'fd00::2'], '192.168.1.5')).toEqual(['192.168.1.5', 'hall.test', '[fd00::2]'])
  expect(hosts(['hall.test', 'fd00::2'], '[fd00::2]')).toEqual(['[fd00::2]', 'hall.test'])
  expect(hosts(['hall.test'], 'other.test')).toEqual(['hall.test'])
  expect(hosts(['*.hall.test'], 'a.hall.test')).toEqual(['a.hall.test'])
  expect(hosts(['*.hall.test'], 'other.test')).toEqual([])
})

test('a star stands for one label', () => {
  expect(fits('*.hall.test', 'A.hall.test')).toBe(true)
  expect(fits('*.hall.test', 'hall.test')).toBe(false)
  expect(fits('*.hall.test', 'a.b.hall.test')).toBe(false)
})

test('what is given to others is never this machine alone', () => {
  expect(publicHost(['localhost', '127.0.0.1', '192.168.1.5'], 'localhost')).toBe('192.168.1.5')
  expect(publicHost(['192.168.1.5', 'localhost'], '127.0.0.1')).toBe('192.168.1.5')
  expect(publicHost(['localhost'], 'localhost')).toBe('localhost')
  expect(publicHost([], '10.0.0.9')).toBe('10.0.0.9')
})

test('the port is written out, for plain and https share it', () => {
  expect(portOf({ port: '8443', protocol: 'https:' })).toBe('8443')
  expect(portOf({ port: '', protocol: 'https:' })).toBe('443')
  expect(portOf({ port: '', protocol: 'http:' })).toBe('80')
})

test('only a place on this server is gone to next, and never /trust again', () => {
  expect(nextPlace('?next=%2Fjudge.html%3Fc%3Da')).toBe('/judge.html?c=a')
  expect(nextPlace('?next=/')).toBe('/')
  for (const bad of ['//evil.example/', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/a\\b', '/trust', '/trust?next=/', '/trust.html', '', 'judge.html']) {
    expect(nextPlace(`?next=${encodeURIComponent(bad)}`), bad).toBe(null)
  }
  expect(nextPlace('')).toBe(null)
})
